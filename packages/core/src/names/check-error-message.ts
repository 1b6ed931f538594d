import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { checkEchoedText } from './check-echoed-text.ts'
import { countCharacters } from './is-plain-text.ts'

/** Refuses what cannot be kept as a client's own reason for failing a session; lines may break. */
export const checkErrorMessage = (
  area: 'update_session' | 'download_session',
  text: string,
): void => {
  const length = countCharacters(text)
  const max = limits.clientErrorMessageLengthMax
  if (length > max) throw accessionError(`accession.${area}.error_message_too_long`, [length, max])
  checkEchoedText('client_error_message', text.replaceAll(/[\n\r\t]/g, ' '))
}
