import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A disk of its own for one test, in memory. */
export interface SmallDisk {
  readonly folder: string
  /** Leaves no byte free. */
  fill(): void
  /** Gives back what `fill` took. */
  empty(): void
  makeReadOnly(): void
  makeWritable(): void
}

const run = (command: string, ...words: string[]): void => {
  execFileSync(command, words, { stdio: 'pipe' })
}

/** Mounts a disk; where that is not permitted the test is skipped, and says why. */
export const mountSmallDisk = (
  context: { skip(note: string): never },
  bytes: number,
): SmallDisk => {
  const folder = temporaryFolder()
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder)
  } catch (error) {
    const reason = `No small disk can be mounted here: ${String(error).trim()}`
    console.warn(reason)
    return context.skip(reason)
  }
  onTestFinished(() => run('umount', '-l', folder))
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      // What fits is written even though the rest does not.
      for (const size of [4 * 1024 * 1024, 4096]) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' })
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        }
      }
    },
    empty: () => rmSync(ballast),
    makeReadOnly: () => run('mount', '-o', 'remount,ro', folder),
    makeWritable: () => run('mount', '-o', 'remount,rw', folder),
  }
}
