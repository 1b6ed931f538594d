/**
 * Loaded before the server: commits are then answered without waiting for the disk, as with SQLite's
 * `synchronous=NORMAL`, to tell what waiting costs.
 */
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

const file = await open(import.meta.filename)
const prototype = Object.getPrototypeOf(file) as Pick<FileHandle, 'datasync'>
await file.close()
let spared = 0
prototype.datasync = () => {
  spared++
  return Promise.resolve()
}
process.once('exit', () => {
  if (spared === 0) console.error('Nothing was synced that could be spared: nothing was compared.')
})
