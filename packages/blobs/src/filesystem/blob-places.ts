import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

/** Where the files of a folder's blobs are. */
export interface BlobPlaces {
  readonly root: string
  /** The folder of files that are being written. */
  readonly incoming: string
  /** The folder of the folders that stored files are in. */
  readonly stored: string
  readonly storedFolder: (id: string) => string
  readonly storedFile: (id: string) => string
  /** Another place at each call: writes of one key do not meet before they are whole. */
  readonly newPartialFile: (id: string) => string
}

/**
 * Ids grow with time and begin with the 48 bits of its milliseconds: blobs of about three days share
 * a folder, so that one sync of it serves many writes, and no folder grows without end.
 */
const folderNameLength = 5
const idLength = 36

/** The places below a root. Ids are checked before they come here. */
export const blobPlaces = (root: string): BlobPlaces => {
  const incoming = join(root, 'incoming')
  const stored = join(root, 'stored')
  const storedFolder = (id: string): string => join(stored, id.slice(0, folderNameLength))
  return {
    root,
    incoming,
    stored,
    storedFolder,
    storedFile: (id) => join(storedFolder(id), id),
    newPartialFile: (id) => join(incoming, `${id}.${randomBytes(4).toString('hex')}`),
  }
}

/** The key that a file of `incoming` is being written for. */
export const idOfPartialFile = (name: string): string => name.slice(0, idLength)
