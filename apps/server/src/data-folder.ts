import { resolve } from 'node:path'
import { makeFolders } from '@accession/blobs/filesystem'
import { StartError } from './start-error.ts'

/** Makes the data folder, open to its owner alone; one that exists is left as it is. */
export const makeDataFolder = async (folder: string): Promise<void> => {
  await makeFolders(resolve(folder), 0o700).catch((error: NodeJS.ErrnoException) => {
    const why = error.code ?? error.message
    throw new StartError(
      `The data folder ${folder} cannot be made (${why}): choose another with ACCESSION_DATA.`,
      { cause: error },
    )
  })
}
