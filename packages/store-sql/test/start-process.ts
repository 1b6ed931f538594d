import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Starts a script of this folder in another process, which ends with the test at the latest. */
export const startProcess = (script: string, ...args: string[]): ChildProcessWithoutNullStreams => {
  const file = fileURLToPath(new URL(`${script}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@accession/source', file, ...args])
  child.stderr.pipe(process.stderr)
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
