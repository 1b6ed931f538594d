import type { Caller } from '../access/caller.ts'
import type { Input } from '../contract/contract.ts'
import type { FileValidationResult } from '../contract/update-session-file-info.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import { judgeSession } from '../item-types/judge-session.ts'
import { loadItemFiles } from '../items/load-item-files.ts'
import { readMessage } from '../messages/stored-message.ts'
import { settleArrivals } from '../presigned/settle-arrivals.ts'
import type { World } from '../world.ts'
import { loadSessionFiles, loadUpdateSession } from './load-update-session.ts'
import { requireReady } from './ready-files.ts'
import { requireActive } from './update-session.ts'

/**
 * Says what keeps the session from completing: entries without bytes, and files that others refer
 * to, are missing; received files with a fault are invalid. Files on their way, or not sent yet, are
 * `not_allowed_in_current_state`.
 */
export const validateSessionFiles = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSessionFile.validate'>,
): Promise<FileValidationResult> => {
  const found = await loadUpdateSession(world, caller, update_session_id)
  const { updateSession, item } = found
  requireActive(updateSession, 'validate', world.clock.now(), world.settings)
  const [read, current] = await Promise.all([
    loadSessionFiles(world, updateSession.id),
    itemTypeOf(world, found) ? loadItemFiles(world, item.id) : [],
  ])
  const files = await settleArrivals(world, caller, updateSession.id, read, 'validate')
  requireReady(
    'validate',
    files.filter(({ sourceType, status }) => sourceType !== 'NONE' && !isReceived(status)),
  )
  const toJudge = { found, changed: files, current }
  const { judgement, changed } = await judgeSession(world, toJudge, 'validate')
  const added = changed.filter(({ change }) => change === 'ADD')
  const empty = added.filter(
    ({ sourceType, status }) => sourceType === 'NONE' && status !== 'READY',
  )
  const missing = new Set([...empty.map(({ name }) => name), ...judgement.missing])
  const invalid = [
    ...added.flatMap(({ name, errorMessage: message }) => (message ? [{ name, message }] : [])),
    ...judgement.invalid,
  ]
  return {
    has_errors: missing.size + invalid.length > 0,
    missing_files: [...missing],
    invalid_files: invalid.map(({ name, message }) => ({
      name,
      error_message: readMessage(message),
    })),
  }
}

const isReceived = (status: string): boolean => status === 'READY' || status === 'ERROR'
