import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import type { Decision } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadItem } from '../items/load-item.ts'
import { refuseInMaintenance, whileInUse } from '../libraries/maintenance.ts'
import { wireTime } from '../names/wire-time.ts'
import { check, insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { UpdateSession } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { expiredMessage, expiryOf, isExpired } from './update-session.ts'
import { checkWarningBehavior } from './warning-behavior.ts'

const operation = contract.updateSession.create

/** Opens the one ACTIVE session of an item; it remembers the item's content version. */
export const createUpdateSession = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'updateSession.create'>,
): Promise<string> => {
  checkWarningBehavior(create_spec.warning_behavior)
  const newId = world.ids.uuid()
  let endsExpired = false
  const id = await answerOnce(world, caller, operation, client_token, create_spec, async () => {
    const decision = await decide(world, caller, create_spec, newId)
    endsExpired = decision.endsExpired
    return decision
  })
  if (id !== newId) return id
  const { metrics } = world
  if (endsExpired)
    metrics.counter('accession_update_sessions_ended_total', { how: 'expired' }).add()
  metrics.counter('accession_update_sessions_created_total').add()
  world.log.audit('update_session.create', { session: id, user: caller.user.name })
  return id
}

const decide = async (
  world: World,
  caller: Caller,
  spec: Input<'updateSession.create'>['create_spec'],
  id: string,
): Promise<Decision<string> & { readonly endsExpired: boolean }> => {
  const { item, library } = await loadItem(world, spec.library_item_id ?? '')
  authorize(caller, operation, library.id)
  if (library.type === 'SUBSCRIBED')
    throw accessionError('accession.library.subscribed', [library.id])
  refuseInMaintenance(library, operation)
  const now = world.clock.now()
  const ending = await endExpired(world, item.id)
  return {
    result: id,
    endsExpired: ending.length > 0,
    changes: [
      ...ending,
      check('item', item.id, { deletedAt: null, contentVersion: item.contentVersion }),
      check('library', library.id, whileInUse),
      insert('updateSession', {
        id,
        revision: 1,
        itemId: item.id,
        libraryId: library.id,
        userId: caller.user.id,
        userName: caller.user.name,
        tokenId: caller.token?.id ?? null,
        state: 'ACTIVE',
        errorMessage: null,
        clientProgress: 0,
        warningBehavior: spec.warning_behavior ?? null,
        contentVersion: item.contentVersion,
        fileCount: 0,
        createdAt: now,
        expiresAt: now + world.settings.sessionTimeoutMs,
        forgetAt: null,
        completingUser: null,
      }),
    ],
  }
}

/** Ends the session in the way if it has run out, swept or not; throws `resource_busy` if not. */
const endExpired = async (world: World, itemId: string): Promise<Change[]> => {
  const query = { where: { itemId, state: 'ACTIVE' }, limit: 1 } as const
  const [blocking] = await world.store.find('updateSession', query)
  if (!blocking) return []
  if (!isExpired(blocking, world.clock.now())) throw itemBusy(world, blocking)
  const files = await loadSessionFiles(world, blocking.id)
  const errorMessage = expiredMessage(blocking, world.settings)
  const where = { expiresAt: { atMost: world.clock.now() } }
  return endUpdateSession(world, blocking, files, { state: 'ERROR', errorMessage }, where)
}

const itemBusy = ({ clock, settings }: World, blocking: UpdateSession): Error => {
  const { id, itemId, userName } = blocking
  const expiry = wireTime(expiryOf(blocking, clock.now(), settings))
  return accessionError('accession.update_session.item_busy', [itemId, id, userName, expiry])
}
