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
import { publicationChange } from '../publishing/change-publication.ts'
import { tellOfPublishing } from '../publishing/tell-of-publishing.ts'
import type { World } from '../world.ts'
import { refuseSubscription, takeLibraryOptions } from './library-options.ts'
import { takeStorageBackings } from './storage-backing.ts'

/** Creates a local library: one storage backing, a name that others may have too. */
export const createLocalLibrary = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'localLibrary.create'>,
): Promise<Result<'localLibrary.create'>> => {
  authorize(caller, contract.localLibrary.create, null)
  const library = await withPublication(world, caller, create_spec)
  const operation = contract.localLibrary.create
  const asked = withoutPassword(create_spec)
  const id = await answerOnce(world, caller, operation, client_token, asked, async () => {
    await refuseTooMany(world)
    return { changes: [insert('library', library)], result: library.id }
  })
  if (id === library.id) {
    world.log.audit('library.create', { library: id, user: caller.user.name })
    tellOfPublishing(world, caller, { publication: null }, library)
  }
  return id
}

/** What a client token remembers of a call, as a digest: nobody is to try passwords on that. */
const withoutPassword = (spec: LibraryModel): LibraryModel => {
  const { password: _, ...publishInfo } = spec.publish_info ?? {}
  return spec.publish_info ? { ...spec, publish_info: publishInfo } : spec
}

const withPublication = async (
  world: World,
  caller: Caller,
  spec: LibraryModel,
): Promise<Library> => {
  const library = makeLibrary(world, spec)
  const publish = spec.publish_info && publicationChange(world, caller, spec.publish_info)
  return publish ? { ...library, publication: await publish(library) } : library
}

/** A new local library as its specification asks, unpublished; throws INVALID_ARGUMENT where it could be none. */
export const makeLibrary = (world: World, spec: LibraryModel): Library => {
  const { name = '', description = '' } = spec
  checkName('library', name)
  checkDescription('library', description)
  refuseSubscription(spec)
  const storageBackings = takeStorageBackings(spec.storage_backings)
  const [backing] = storageBackings
  const options = takeLibraryOptions(spec)
  const [id, now] = [world.ids.uuid(), world.clock.now()]
  return {
    id,
    revision: 1,
    name,
    nameKey: foldName(name),
    description,
    type: 'LOCAL',
    version: 1,
    storageBackings,
    place: backing ? placeNamedBy(world, backing) : null,
    isScattered: false,
    options,
    createdAt: now,
    modifiedAt: now,
    deletedAt: null,
    state: 'ACTIVE',
    stateMessage: null,
    usageCount: 0,
    publication: null,
  }
}

/** Throws where there are as many libraries as there may be. */
export const refuseTooMany = async ({ store }: World): Promise<void> => {
  const limit = limits.librariesMax
  const ids = await store.ids('library', { where: { deletedAt: null }, limit })
  if (ids.length < limit) return
  throw accessionError('accession.library.too_many', [limit])
}
