import type { Log } from '@accession/core/ports'
import { createNodeLog } from '../adapters/node-log.ts'

const write = (text: string): void => void process.stderr.write(text)

/**
 * Lines on the standard error, beside a command's result: what failed, and who did what; the latter
 * not on a terminal, where the command itself tells.
 */
export const createAdminLog = (): Log => {
  const isReadable = process.stderr.isTTY
  const log = createNodeLog({ level: 'warn', isReadable, write })
  return isReadable ? { ...log, audit: () => {} } : log
}
