import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { syncFile, syncFolderOf } from './sync-to-disk.ts'

/**
 * Copies a database as it is committed, beside whoever reads or is about to write it; the copy has
 * its name only when it is complete and on disk.
 */
export const backUp = (path: string, target: string): string => {
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  const source = new DatabaseSync(path, { readOnly: true })
  try {
    source.prepare('vacuum into ?').run(partial)
  } finally {
    source.close()
  }
  syncFile(partial)
  renameSync(partial, target)
  syncFolderOf(target)
  return target
}
