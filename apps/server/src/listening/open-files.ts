import { readFileSync } from 'node:fs'
import type { Log } from '@accession/core/ports'
import type { ConnectionLimits } from './connection-limits.ts'

/** What is left to the catalog, to stored files and to the runtime. */
const otherFiles = 512

/** How many files this process may open at once; Infinity where the system does not tell. */
export const openFilesMax = (): number => {
  try {
    const line = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
    return line ? Number(line[1]) : Infinity
  } catch {
    // Only Linux tells it this way.
    return Infinity
  }
}

/**
 * The limits with no more connections than the process may open files for, beside those that it
 * needs itself: past that the system would refuse uploads and the catalog, not the newcomer.
 */
export const fitToOpenFiles = (
  limits: ConnectionLimits,
  log: Pick<Log, 'warn'>,
  filesMax: number = openFilesMax(),
): ConnectionLimits => {
  const connectionsMax = Math.max(Math.floor(filesMax / 4), filesMax - otherFiles)
  if (limits.connectionsMax <= connectionsMax) return limits
  log.warn('server.few_open_files', { open_files: filesMax, connections: connectionsMax })
  return { ...limits, connectionsMax }
}
