import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kill } from 'node:process'

/** Whether a process runs; one that has ended and was not yet fetched by its parent does not. */
export const isRunning = (pid: number): boolean => {
  try {
    kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return stateOf(pid) !== 'Z'
}

/** Whether SIGSTOP holds a process; where the system does not tell, it does at once. */
export const isStopped = (pid: number): boolean => ['T', undefined].includes(stateOf(pid))

/** The letter of its state, where the system tells (Linux). */
const stateOf = (pid: number): string | undefined => {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]
  } catch {
    return undefined
  }
}

/** Signals a process, if it is still there. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The process of the server whose data is in this folder, if it runs. */
export const serverPid = (data: string): number | undefined => {
  try {
    const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'latin1'), 10)
    return isRunning(pid) ? pid : undefined
  } catch {
    return undefined
  }
}

/** The processes that a process started. */
export const childrenOf = (parent: number): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'latin1' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []))
