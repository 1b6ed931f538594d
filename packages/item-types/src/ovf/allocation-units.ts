const kibi = 1024

/** Names of earlier editions of DSP0004, which programs still write. */
const named: ReadonlyMap<string, number> = new Map(
  ['kilo', 'mega', 'giga', 'tera'].flatMap((prefix, index) => {
    const bytes = kibi ** (index + 1)
    const letter = prefix.charAt(0)
    return [
      [`${prefix}bytes`, bytes],
      [`${prefix}byte`, bytes],
      [`${letter}b`, bytes],
      [`${letter}ib`, bytes],
    ] as const
  }),
)

/** Bytes of a programmatic unit (DSP0004) such as `byte * 2^30`; undefined where it counts no bytes. */
export const unitBytes = (units: string): number | undefined => {
  const text = units.toLowerCase().replaceAll(/\s/g, '')
  const byName = named.get(text)
  if (byName !== undefined) return byName
  const [base, ...factors] = text.split('*')
  if (base !== 'byte' && base !== 'bytes') return undefined
  let bytes = 1
  for (const factor of factors) {
    const match = /^(\d{1,16})(?:\^(\d{1,3}))?$/.exec(factor)
    if (!match) return undefined
    bytes *= Number(match[1]) ** Number(match[2] ?? 1)
  }
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined
}
