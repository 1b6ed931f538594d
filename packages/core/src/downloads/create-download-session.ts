import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import type { Decision } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { referBlob } from '../items/copy-library-item.ts'
import { loadItemFiles } from '../items/load-item-files.ts'
import { loadItem } from '../items/load-item.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import { check, insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { ItemFile } from '../ports/entities.ts'
import type { World } from '../world.ts'

const operation = contract.downloadSession.create

/** Opens a lease on the files that an item has now: they stay readable whatever becomes of it. */
export const createDownloadSession = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'downloadSession.create'>,
): Promise<Result<'downloadSession.create'>> => {
  const itemId = create_spec.library_item_id ?? ''
  const newId = world.ids.uuid()
  const id = await answerOnce(world, caller, operation, client_token, create_spec, () =>
    decide(world, caller, itemId, newId),
  )
  if (id === newId) {
    const fields = { session: id, item: itemId, user: caller.user.name }
    world.log.audit('download_session.create', fields)
  }
  return id
}

const decide = async (
  world: World,
  caller: Caller,
  itemId: string,
  id: string,
): Promise<Decision<string>> => {
  const [{ item, library }, isFull] = await Promise.all([
    loadItem(world, itemId),
    hasTooMany(world, itemId),
  ])
  authorize(caller, operation, library.id)
  if (isFull) throw accessionError('accession.service.overloaded', [60])
  const { contentVersion } = item
  const files = await loadItemFiles(world, itemId)
  const now = world.clock.now()
  const session = {
    id,
    revision: 1,
    itemId,
    libraryId: library.id,
    userId: caller.user.id,
    tokenId: caller.token?.id ?? null,
    state: 'ACTIVE',
    errorMessage: null,
    clientProgress: 0,
    contentVersion,
    createdAt: now,
    expiresAt: now + world.settings.sessionTimeoutMs,
    forgetAt: null,
  } as const
  return {
    changes: [
      check('item', itemId, { contentVersion, deletedAt: null }),
      check('library', library.id, { deletedAt: null }),
      insert('downloadSession', session),
      ...files.flatMap((file) => holdFile(world, id, file)),
    ],
    result: id,
  }
}

const hasTooMany = async ({ store }: World, itemId: string): Promise<boolean> => {
  if (!isEntityId(itemId)) return false
  const limit = limits.downloadSessionsPerItemMax
  const ids = await store.ids('downloadSession', { where: { itemId, state: 'ACTIVE' }, limit })
  return ids.length === limit
}

/** The file as the session shows it, and its hold on the bytes. */
const holdFile = (world: World, sessionId: string, file: ItemFile): readonly Change[] => {
  const { name, size, checksum, version, blobId } = file
  const row = {
    id: world.ids.uuid(),
    revision: 1,
    sessionId,
    name,
    status: 'UNPREPARED',
    size,
    checksum,
    version,
    bytesTransferred: 0,
    blobId,
  } as const
  const inserted = insert('downloadSessionFile', row)
  return blobId === null ? [inserted] : [inserted, referBlob(blobId)]
}
