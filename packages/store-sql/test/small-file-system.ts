import { execFileSync } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

/** Mounts a file system of so many bytes for one test; undefined, with a word why, where it may not. */
export const smallFileSystem = (bytes: number): string | undefined => {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
      stdio: 'pipe',
    })
  } catch (error) {
    console.warn(`No small file system can be mounted here: ${String(error).trim()}`)
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', [folder]))
  return folder
}
