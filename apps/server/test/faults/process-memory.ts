import { readdirSync, readFileSync } from 'node:fs'

/** What Linux tells of a process; undefined elsewhere. */
export interface ProcessUse {
  /** The most memory that it has had resident so far, bytes. */
  readonly residentPeak: number
  readonly resident: number
  readonly openFiles: number
}

/** What a process uses now. */
export const useOf = (pid: number): ProcessUse | undefined => {
  if (process.platform !== 'linux') return undefined
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kibibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1])
  return {
    residentPeak: kibibytes('VmHWM') * 1024,
    resident: kibibytes('VmRSS') * 1024,
    openFiles: readdirSync(`/proc/${pid}/fd`).length,
  }
}
