import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { countCharacters, isPlainText } from './is-plain-text.ts'

/** Refuses what cannot be kept and given back: an id of elsewhere, an address. */
export const checkEchoedText = (
  argument: string,
  text: string | undefined,
  lengthMax: number = limits.echoedTextLengthMax,
): void => {
  if (text === undefined) return
  if (countCharacters(text) > lengthMax) {
    throw accessionError('accession.argument.too_long', [argument, lengthMax])
  }
  if (!isPlainText(text)) throw accessionError('accession.argument.control_characters', [argument])
}
