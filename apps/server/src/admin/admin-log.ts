import { userInfo } from 'node:os'
import type { Log } from '@accession/core/ports'
import { createNodeLog } from '../adapters/node-log.ts'

export interface AdminLogOptions {
  /** @default whether the standard error is a terminal */
  readonly isReadable: boolean
  /** Takes the lines. @default the standard error */
  readonly write: (text: string) => void
}

/** Who runs the command, as the machine knows them: the library does not ask. */
const operator = (): string => {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/**
 * Lines on the standard error, beside a command's result: what failed, and who did what; the latter
 * not on a terminal, where the command itself tells.
 */
export const createAdminLog = ({
  isReadable = process.stderr.isTTY,
  write = (text: string): void => void process.stderr.write(text),
}: Partial<AdminLogOptions> = {}): Log => {
  const log = createNodeLog({ level: 'warn', isReadable, write })
  return {
    ...log,
    audit(event, fields) {
      if (!isReadable) log.audit(event, { by: operator(), ...fields })
    },
  }
}
