/**
 * A value of JSON as YAML 1.2, for people and for tools that want it: what could be read as anything
 * but text is quoted. Members that are undefined are left out, as in JSON.
 */
export const toYaml = (value: unknown): string => linesOf(value).join('\n')

const linesOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) {
    const elements = value as readonly unknown[]
    return elements.length === 0 ? ['[]'] : elements.flatMap((one) => hang('- ', linesOf(one)))
  }
  if (typeof value !== 'object' || value === null) return [scalar(value)]
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return ['{}']
  return members.flatMap(([name, member]) => {
    const lines = linesOf(member)
    const key = `${scalar(name)}:`
    const isBlock = isObject(member) && lines[0] !== '[]' && lines[0] !== '{}'
    return isBlock ? [key, ...lines.map((line) => `  ${line}`)] : [`${key} ${lines[0]}`]
  })
}

/** Lines below each other, the first of them behind a mark. */
const hang = (mark: string, [first = '', ...rest]: readonly string[]): readonly string[] => [
  mark + first,
  ...rest.map((line) => ' '.repeat(mark.length) + line),
]

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

const scalar = (value: unknown): string => {
  if (typeof value === 'string') return isPlain(value) ? value : quote(value)
  return value === undefined ? 'null' : JSON.stringify(value)
}

/** Letters first, and nothing that has a meaning anywhere in YAML, nor is a word with one. */
const isPlain = (text: string): boolean =>
  /^[a-z_][\w./@ -]*$/i.test(text) &&
  !text.endsWith(' ') &&
  !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(text)

/** JSON's quotes are YAML's; characters that YAML does not print are escaped besides. */
const quote = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
