/** Names of earlier editions of DSP0004, which programs still write, each 1024 times the one before. */
const prefixes = ['kilo', 'mega', 'giga', 'tera', 'peta']

const named: ReadonlyMap<string, number> = new Map(
  prefixes.flatMap((prefix, index) => {
    const letter = prefix.charAt(0)
    // Later editions have kibibyte for what these call kilobyte.
    return [prefix, `${prefix.slice(0, 2)}bi`, letter]
      .flatMap((start) => [`${start}byte`, `${start}bytes`])
      .concat(`${letter}b`, `${letter}ib`)
      .map((name) => [name, 1024 ** (index + 1)] as const)
  }),
)

/** Bytes of a programmatic unit (DSP0004) such as `byte * 2^30`; undefined where it counts no bytes. */
export const unitBytes = (units: string): number | undefined => {
  const text = units.toLowerCase().replaceAll(/\s/g, '')
  let bytes: number | undefined
  let scale = 1
  for (const factor of text.split('*')) {
    const unit = factor === 'byte' || factor === 'bytes' ? 1 : named.get(factor)
    const match = /^(\d{1,16})(?:\^(\d{1,3}))?$/.exec(factor)
    if (unit !== undefined && bytes === undefined) bytes = unit
    else if (match) scale *= Number(match[1]) ** Number(match[2] ?? 1)
    else return undefined
  }
  const product = (bytes ?? NaN) * scale
  return Number.isSafeInteger(product) && product > 0 ? product : undefined
}
