import type { UpdateSessionFileInfo } from '@accession/core/contract'
import type { FoundSession } from '../server/get-sessions.ts'
import { formatBytes } from './format-bytes.ts'
import { table } from './table.ts'

/** Update sessions, one a line. */
export const sessionTable = (sessions: readonly FoundSession[]): readonly string[] =>
  table(
    ['SESSION', 'STATE', 'PROGRESS', 'EXPIRES', 'ITEM'],
    sessions.map((one) => [
      one.id,
      one.state ?? '',
      `${one.client_progress ?? 0}%`,
      one.expiration_time ?? '',
      one.item_path ?? one.library_item_id ?? '',
    ]),
  )

/** The files of a session, one a line. */
export const sessionFileTable = (files: readonly UpdateSessionFileInfo[]): readonly string[] =>
  table(
    ['FILE', 'SOURCE', 'STATUS', 'RECEIVED', 'SIZE', 'ERROR'],
    files.map((file) => [
      file.name,
      file.source_type,
      file.status,
      formatBytes(file.bytes_transferred),
      file.size === undefined ? '' : formatBytes(file.size),
      file.error_message?.default_message ?? '',
    ]),
  )
