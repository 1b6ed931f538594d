import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { withPatience } from './patience.ts'
import { syncFolderOf } from './sync-to-disk.ts'

/** The name that stands for a database without a file. */
export const inMemory = ':memory:'

/**
 * A commit is on disk when it is answered (`full`, and on macOS through the drive's own cache). Locks
 * are waited for off the event loop, so SQLite itself waits for the shortest ones only.
 */
const settings = `
  pragma busy_timeout = 5;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma checkpoint_fullfsync = on;
  pragma cache_size = -16000;
  pragma temp_store = memory;
  pragma journal_size_limit = 67108864;
  pragma trusted_schema = off;
`

/** Opens the file, readable by its owner alone, and makes it if there is none. */
export const openDatabase = async (path: string, patienceMs: number): Promise<DatabaseSync> => {
  if (path !== inMemory) createFile(path)
  const database = new DatabaseSync(path)
  try {
    database.exec(settings)
    await withPatience(patienceMs, () => database.exec('pragma journal_mode = wal'))
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const createFile = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  closeSync(openSync(path, 'a', 0o600))
  syncFolderOf(path)
}
