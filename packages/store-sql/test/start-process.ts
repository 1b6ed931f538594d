import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Starts a script in another process, which ends with the test at the latest. */
export const startProcess = (script: URL, ...args: string[]): ChildProcessWithoutNullStreams => {
  const child = spawn(process.execPath, [
    '--conditions=@accession/source',
    fileURLToPath(script),
    ...args,
  ])
  child.stderr.pipe(process.stderr)
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
