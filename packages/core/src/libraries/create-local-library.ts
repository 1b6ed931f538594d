import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { placeNamedBy } from '../blob-places/named-blobs.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { LibraryModel } from '../contract/library-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { checkDescription, checkName } from '../names/check-name.ts'
import { foldName } from '../names/fold-name.ts'
import { insert } from '../ports/changes.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { refuseUnserved, takeLibraryOptions } from './library-options.ts'
import { takeStorageBackings } from './storage-backing.ts'

/** Creates a local library: one storage backing, a name that others may have too. */
export const createLocalLibrary = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'localLibrary.create'>,
): Promise<Result<'localLibrary.create'>> => {
  authorize(caller, contract.localLibrary.create, null)
  const library = makeLibrary(world, create_spec)
  const operation = contract.localLibrary.create
  const id = await answerOnce(world, caller, operation, client_token, create_spec, async () => {
    await refuseTooMany(world)
    return { changes: [insert('library', library)], result: library.id }
  })
  if (id === library.id) {
    world.log.audit('library.create', { library: id, user: caller.user.name })
  }
  return id
}

/** A new local library as its specification asks; throws INVALID_ARGUMENT where it could be none. */
export const makeLibrary = (world: World, spec: LibraryModel): Library => {
  const { name = '', description = '' } = spec
  checkName('library', name)
  checkDescription('library', description)
  refuseUnserved(spec)
  const storageBackings = takeStorageBackings(spec.storage_backings)
  const [backing] = storageBackings
  const now = world.clock.now()
  return {
    id: world.ids.uuid(),
    revision: 1,
    name,
    nameKey: foldName(name),
    description,
    type: 'LOCAL',
    version: 1,
    storageBackings,
    place: backing ? placeNamedBy(world, backing) : null,
    isScattered: false,
    options: takeLibraryOptions(spec),
    createdAt: now,
    modifiedAt: now,
    deletedAt: null,
    state: 'ACTIVE',
    stateMessage: null,
    usageCount: 0,
  }
}

/** Throws where there are as many libraries as there may be. */
export const refuseTooMany = async ({ store }: World): Promise<void> => {
  const limit = limits.librariesMax
  const ids = await store.ids('library', { where: { deletedAt: null }, limit })
  if (ids.length < limit) return
  throw accessionError('accession.library.too_many', [limit])
}
