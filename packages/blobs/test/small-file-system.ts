import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './blob-helpers.ts'

const run = promisify(execFile)

/** A file system of its own for one test, in memory. */
export interface SmallFileSystem {
  readonly folder: string
  makeReadOnly(): Promise<void>
}

/**
 * Mounts a small file system, which is gone when the test ends. Where that is not permitted the
 * test is skipped, and says why.
 */
export const smallFileSystem = async (
  context: { skip(note: string): never },
  options: string,
): Promise<SmallFileSystem> => {
  const folder = await temporaryFolder()
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  } catch (error) {
    const reason = `No small file system can be mounted here: ${String(error).trim()}`
    console.warn(reason)
    return context.skip(reason)
  }
  onTestFinished(async () => {
    await run('umount', [folder])
  })
  return {
    folder,
    async makeReadOnly() {
      await run('mount', ['-o', 'remount,ro', folder])
    },
  }
}
