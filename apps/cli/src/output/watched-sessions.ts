import type { UpdateSessionFileInfo } from '@accession/core/contract'
import type { ObservedSession } from '../server/observe-sessions.ts'
import { formatBytes } from './format-bytes.ts'
import { printable } from './printable.ts'

const barWidth = 16

/** A session and its transfers in one line, for logs. */
export const eventLine = (session: ObservedSession): string =>
  [titleOf(session), ...session.files.map(fileLine)].join('; ')

/** Sessions and their transfers, a line each, no wider than the columns. */
export const watchLines = (
  sessions: readonly ObservedSession[],
  columns: number,
): readonly string[] => {
  if (sessions.length === 0) return ['No session is ACTIVE']
  return sessions
    .flatMap((one) => [
      `${titleOf(one)}${expiryOf(one)}`,
      ...one.files.map((file) => `  ${bar(file)} ${fileLine(file)}`),
    ])
    .map((line) => (line.length <= columns ? line : `${line.slice(0, columns - 1)}…`))
}

const titleOf = ({
  id,
  state,
  item_path,
  client_progress: progress,
  error_message,
}: ObservedSession) => {
  const why = error_message ? `: ${error_message.default_message}` : ''
  return printable([id, state, item_path ?? '', `${progress ?? 0}%${why}`].join(' '))
}

const expiryOf = ({ state, expiration_time }: ObservedSession): string =>
  state === 'ACTIVE' && expiration_time ? `, expires ${expiration_time}` : ''

const fileLine = ({
  name,
  status,
  bytes_transferred,
  size,
  error_message,
}: UpdateSessionFileInfo) => {
  const of = size === undefined ? '' : ` of ${formatBytes(size)}`
  const why = error_message ? `: ${error_message.default_message}` : ''
  return printable(`${name} ${status} ${formatBytes(bytes_transferred)}${of}${why}`)
}

const bar = ({ bytes_transferred, size, status }: UpdateSessionFileInfo): string => {
  const part = status === 'READY' ? 1 : size ? Math.min(1, bytes_transferred / size) : 0
  const filled = Math.round(part * barWidth)
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
}
