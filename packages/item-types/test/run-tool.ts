import { spawnSync } from 'node:child_process'
import { it } from 'vitest'

/** Whether a program is installed and answers to these arguments. */
const hasTool = (program: string, args: readonly string[] = ['--version']): boolean =>
  spawnSync(program, args).status === 0

/** Runs a program in a folder; throws with what it said where it fails. */
export const runTool = (program: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(`${program} ${args.join(' ')} in ${cwd}: ${stderr}`, { cause: error })
}

/** A test that needs a program; without it, the reason is printed. */
export const itWith = (program: string, args?: readonly string[]) => {
  if (hasTool(program, args)) return it
  console.warn(`Skipped what needs ${program}: it is not installed`)
  return it.skip
}
