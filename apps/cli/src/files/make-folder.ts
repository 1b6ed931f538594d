import { mkdir } from 'node:fs/promises'
import { usageError } from '../command-error.ts'

/** Makes a folder to export into, and those above it that are missing. */
export const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'ENOTDIR') throw error
    throw usageError(`${folder} is not a folder: name one to export into.`)
  })
}
