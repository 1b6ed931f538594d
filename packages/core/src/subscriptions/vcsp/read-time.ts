const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(\.\d{1,3})?\d*(Z|[+-]\d{2}:\d{2})?$/

/**
 * A time as publishers write it, in milliseconds since 1970: without seconds, or with microseconds
 * and no zone, which is UTC then. Null for what is no time.
 */
export const readTime = (value: unknown): number | null => {
  const [, minutes, seconds = ':00', fraction = '', zone = 'Z'] =
    (typeof value === 'string' && form.exec(value)) || []
  if (minutes === undefined) return null
  const time = Date.parse(`${minutes}${seconds}${fraction}${zone}`)
  return Number.isNaN(time) ? null : time
}
