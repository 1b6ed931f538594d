import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { StorageBacking } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { readableLibraryRows } from './readable-libraries.ts'
import { takeStorageBacking } from './storage-backing.ts'

/** The ids of the libraries that have all the given properties; names compare without case. */
export const findLibraries = async (
  world: World,
  caller: Caller,
  { spec }: Input<'library.find'>,
): Promise<Result<'library.find'>> => {
  authorize(caller, contract.library.find, null)
  const { name, type, storage_backing } = spec
  if (name === undefined && type === undefined && storage_backing === undefined) {
    throw accessionError('accession.library.find_needs_property', [])
  }
  if (name !== undefined && !isPlainText(name)) return []
  const wanted = storage_backing && takeStorageBacking(storage_backing)
  const libraries = await readableLibraryRows(world, caller, {
    ...(name === undefined ? {} : { nameKey: foldName(name) }),
    ...(type === undefined ? {} : { type }),
  })
  return libraries
    .filter(
      ({ storageBackings }) =>
        !wanted || storageBackings.some(isLike(wanted, storage_backing.type)),
    )
    .map(({ id }) => id)
}

/** What the wanted backing leaves out may be anything. */
const isLike =
  (wanted: StorageBacking, wantedType: StorageBacking['type'] | undefined) =>
  ({ type, datastoreId, storageUri }: StorageBacking): boolean =>
    (wantedType === undefined || wantedType === type) &&
    (wanted.datastoreId === null || wanted.datastoreId === datastoreId) &&
    (wanted.storageUri === null || wanted.storageUri === storageUri)
