import type { Caller } from '../access/caller.ts'
import type { Input } from '../contract/contract.ts'
import type { FileValidationResult } from '../contract/update-session-file-info.ts'
import { readMessage } from '../messages/stored-message.ts'
import { settleArrivals } from '../presigned/settle-arrivals.ts'
import type { World } from '../world.ts'
import { loadSessionFiles, loadUpdateSession } from './load-update-session.ts'
import { requireReady } from './ready-files.ts'
import { requireActive } from './update-session.ts'

/**
 * Says what keeps the session from completing: entries without bytes are missing, received files
 * with a fault are invalid. Files on their way, or not sent yet, are `not_allowed_in_current_state`.
 */
export const validateSessionFiles = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSessionFile.validate'>,
): Promise<FileValidationResult> => {
  const { updateSession } = await loadUpdateSession(world, caller, update_session_id)
  requireActive(updateSession, 'validate', world.clock.now(), world.settings)
  const read = await loadSessionFiles(world, updateSession.id)
  const files = await settleArrivals(world, caller, updateSession.id, read, 'validate')
  const added = files.filter(({ change }) => change === 'ADD')
  const pushed = added.filter(({ sourceType }) => sourceType !== 'NONE')
  requireReady(
    'validate',
    pushed.filter(({ status }) => !isReceived(status)),
  )
  const missing = added.filter(
    ({ sourceType, status }) => sourceType === 'NONE' && status !== 'READY',
  )
  const invalid = added.flatMap(({ name, errorMessage }) =>
    errorMessage ? [{ name, error_message: readMessage(errorMessage) }] : [],
  )
  return {
    has_errors: missing.length + invalid.length > 0,
    missing_files: missing.map(({ name }) => name),
    invalid_files: invalid,
  }
}

const isReceived = (status: string): boolean => status === 'READY' || status === 'ERROR'
