import type { Caller } from '../access/caller.ts'
import { membersOf } from '../archives/members-of.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { limits } from '../limits.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import { adjust, insert, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { dropSessionFiles } from './drop-session-files.ts'
import { loadActiveSession } from './load-active-session.ts'
import { checkChangeable, findSessionFile } from './load-update-session.ts'
import { newSessionFile } from './new-session-file.ts'
import { stopTransfers } from './stop-transfers.ts'
import { whileActive } from './update-session.ts'

/**
 * Takes a file out of the item as it would be: what the session brought of it is freed at once, the
 * item loses it when the session completes. An archive takes the members along that it has brought.
 */
export const removeSessionFile = async (
  world: World,
  caller: Caller,
  { update_session_id, file_name: name }: Input<'updateSessionFile.remove'>,
): Promise<void> => {
  const removed = await change(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'remove')
    refuseInMaintenance(found.library, contract.updateSessionFile.remove)
    const { updateSession: session } = found
    const now = world.clock.now()
    const [file, isInItem] = await Promise.all([
      findSessionFile(world, session.id, name),
      hasFile(world, session.itemId, name),
    ])
    if (file?.change === 'REMOVE' || (!file && !isInItem))
      throw accessionError('accession.update_session.file_not_found', [name, session.id])
    const dropped = file ? [file, ...(await membersOf(world, file))] : []
    const fileCount = session.fileCount + (isInItem ? 1 : 0) - dropped.length
    if (fileCount > limits.filesPerSessionMax)
      throw accessionError('accession.update_session.files_too_many', [limits.filesPerSessionMax])
    const expiresAt = now + world.settings.sessionTimeoutMs
    const changes: Change[] = [
      ...dropSessionFiles(dropped, now),
      write('updateSession', session, { fileCount }, whileActive(now)),
      adjust('updateSession', session.id, { raise: { expiresAt } }),
      ...checkChangeable(found),
    ]
    if (isInItem) {
      const removal = { sessionId: session.id, name, change: 'REMOVE', sourceType: 'NONE' } as const
      changes.push(insert('updateSessionFile', newSessionFile(world, removal)))
    }
    return { result: file, changes }
  })
  if (removed) {
    stopTransfers(world, update_session_id, removed)
    world.sweepSoon()
  }
}

const hasFile = async ({ store }: World, itemId: string, name: string): Promise<boolean> =>
  isPlainText(name) &&
  (await store.find('itemFile', { where: { itemId, name, until: null }, limit: 1 })).length > 0
