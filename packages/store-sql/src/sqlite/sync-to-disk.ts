import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { platform } from 'node:process'

/** Waits until a file's bytes are on disk. */
export const syncFile = (path: string): void => {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Waits until the names in a file's folder are on disk; Windows has no way to ask for it. */
export const syncFolderOf = (path: string): void => {
  if (platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
