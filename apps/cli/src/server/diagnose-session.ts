import type { ObservedSession } from './observe-sessions.ts'

/** What can be wrong with a session. */
type FindingKind =
  | 'error_file'
  | 'expires_soon'
  | 'failed'
  | 'no_files'
  | 'not_completed'
  | 'transfer_stalled'
  | 'waiting_for_upload'

/** One thing that is wrong, in words. */
export interface Finding {
  readonly kind: FindingKind
  readonly text: string
  readonly file?: string
}

const soonMs = 60_000

/**
 * Why a session does not get on, from two looks at it some time apart; nothing for one that moved
 * between them, has ended well, or was cancelled.
 */
export const diagnoseSession = (
  before: ObservedSession,
  after: ObservedSession,
  { intervalMs, now }: { readonly intervalMs: number; readonly now: Date },
): readonly Finding[] => {
  if (after.state === 'ERROR') {
    const why = after.error_message?.default_message ?? 'the server says no more'
    return [{ kind: 'failed', text: `it failed: ${why}` }]
  }
  if (after.state !== 'ACTIVE' || hasMoved(before, after)) return []
  const findings = fileFindings(after, intervalMs / 1_000)
  const leftMs = after.expiration_time ? Date.parse(after.expiration_time) - now.getTime() : NaN
  if (leftMs > soonMs || Number.isNaN(leftMs)) return findings
  const left = `it expires in ${Math.max(0, Math.round(leftMs / 1_000))} s`
  return [...findings, { kind: 'expires_soon', text: left }]
}

const hasMoved = (before: ObservedSession, after: ObservedSession): boolean =>
  signature(before) !== signature(after)

/** What changes when somebody works on a session: also its expiry, with each sign of life. */
const signature = ({ client_progress, expiration_time, files }: ObservedSession): string =>
  JSON.stringify([
    client_progress,
    expiration_time,
    files.map(({ name, status, bytes_transferred }) => [name, status, bytes_transferred]),
  ])

/** Why it does not get on is told there. */
const pulled = 'pull, of which `accession task ls` tells'

const fileFindings = ({ files }: ObservedSession, seconds: number): readonly Finding[] => {
  if (files.length === 0) return [{ kind: 'no_files', text: 'no file was added to it' }]
  if (files.every(({ status }) => status === 'READY')) {
    return [{ kind: 'not_completed', text: 'all its files have arrived, and nobody completes it' }]
  }
  return files.flatMap<Finding>(
    ({ name, source_type: source, status, bytes_transferred: bytes, error_message, size }) => {
      const file = { file: name }
      switch (status) {
        case 'ERROR': {
          const why = error_message?.default_message ?? 'no reason given'
          return [{ ...file, kind: 'error_file', text: `${name} was refused: ${why}` }]
        }
        case 'WAITING_FOR_TRANSFER': {
          const text = `${name} waits for its ${source === 'PULL' ? pulled : 'upload'}`
          return [{ ...file, kind: 'waiting_for_upload', text }]
        }
        case 'TRANSFERRING': {
          const arrived = `${bytes}${size === undefined ? '' : ` of ${size}`} bytes`
          const how = source === 'PULL' ? `, in its ${pulled}` : ''
          const text = `${name} stands at ${arrived} for ${seconds} s${how}`
          return [{ ...file, kind: 'transfer_stalled', text }]
        }
        case 'READY':
        case 'VALIDATING':
          return []
        default:
          return status satisfies never
      }
    },
  )
}
