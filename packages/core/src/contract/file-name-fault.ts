import { limits } from '../limits.ts'

/** Why a text cannot name a file of an item, in words that end a sentence; undefined where it can. */
export const fileNameFault = (name: string): string | undefined => {
  const { fileNameBytesMax } = limits
  if (name.trim() === '') return 'it is empty or blank'
  if (new TextEncoder().encode(name).length > fileNameBytesMax)
    return `it is longer than ${fileNameBytesMax} bytes of UTF-8`
  if (name === '.' || name === '..') return 'it names a folder'
  if (/[/\\]/.test(name)) return 'it holds a path separator'
  if (/[\p{Control}\p{Surrogate}]/u.test(name)) return 'it holds a control character'
  if (/^[a-z]:/i.test(name)) return 'it begins with a drive'
  if (/%(2f|5c)/i.test(name)) return 'it holds an encoded path separator'
  return undefined
}
