import { fileNameFault } from '../contract/file-name-fault.ts'
import { accessionError } from '../errors/accession-error.ts'

/** Refuses what cannot name a file of an item; anything else is taken literally, never decoded. */
export const checkFileName = (name: string): void => {
  const fault = fileNameFault(name)
  if (fault)
    throw accessionError('accession.update_session.file_name_invalid', [shown(name), fault])
}

/** The name as a message may show it: short and printable. */
const shown = (name: string): string =>
  JSON.stringify(name.slice(0, 64)).replaceAll(/[\p{Control}\p{Surrogate}]/gu, '?')
