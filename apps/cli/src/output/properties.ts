import { printable } from './printable.ts'

/** Names and values below each other; what is not set is left out. */
export const properties = (
  values: Readonly<Record<string, string | undefined>>,
): readonly string[] => {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  const width = Math.max(0, ...set.map(([name]) => name.length))
  return set.map(([name, value = '']) => `${name.padEnd(width)}  ${printable(value)}`)
}
