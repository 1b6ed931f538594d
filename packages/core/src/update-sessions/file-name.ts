import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isPlainText } from '../names/is-plain-text.ts'

/** Refuses what cannot name a file of an item; anything else is taken literally, never decoded. */
export const checkFileName = (name: string): void => {
  const fault = fileNameFault(name)
  if (fault)
    throw accessionError('accession.update_session.file_name_invalid', [shown(name), fault])
}

/** Why a text cannot name a file of an item, in words; undefined where it can. */
export const fileNameFault = (name: string): string | undefined => {
  const { fileNameBytesMax } = limits
  if (name.trim() === '') return 'it is empty or blank'
  if (new TextEncoder().encode(name).length > fileNameBytesMax)
    return `it is longer than ${fileNameBytesMax} bytes of UTF-8`
  if (name === '.' || name === '..') return 'it names a folder'
  if (/[/\\]/.test(name)) return 'it holds a path separator'
  if (!isPlainText(name)) return 'it holds a control character'
  if (/^[a-z]:/i.test(name)) return 'it begins with a drive'
  if (/%(2f|5c)/i.test(name)) return 'it holds an encoded path separator'
  return undefined
}

/** The name as a message may show it: short and printable. */
const shown = (name: string): string =>
  JSON.stringify(name.slice(0, 64)).replaceAll(/[\p{Control}\p{Surrogate}]/gu, '?')
