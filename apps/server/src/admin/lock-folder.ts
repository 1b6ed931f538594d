import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../start-error.ts'

/** SQLite's code for a lock that somebody else holds. */
const busy = 5

/**
 * Works on a folder while others cannot, by a lock of the operating system: it ends with its
 * process, however that ends.
 */
export const inLockedFolder = async <R>(
  folder: string,
  path: string,
  work: () => Promise<R>,
): Promise<R> => {
  const database = lock(folder, path)
  try {
    return await work()
  } finally {
    database.close()
  }
}

const lock = (folder: string, path: string): DatabaseSync => {
  const database = new DatabaseSync(path)
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode !== busy) throw error
    throw new StartError(
      `Somebody else is at work on the backup in ${folder}: wait until they are done.`,
    )
  }
  return database
}
