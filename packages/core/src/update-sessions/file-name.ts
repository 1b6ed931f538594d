import { fileNameFault } from '../contract/file-name-fault.ts'
import { shownName } from '../contract/shown-name.ts'
import { accessionError } from '../errors/accession-error.ts'

/** Refuses what cannot name a file of an item; anything else is taken literally, never decoded. */
export const checkFileName = (name: string): void => {
  const fault = fileNameFault(name)
  if (fault)
    throw accessionError('accession.update_session.file_name_invalid', [shownName(name), fault])
}
