import { requirePrivilege } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { tellOfChange } from '../changes/item-change.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import type { Decision } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { ItemModel } from '../contract/item-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { movesVersion } from '../libraries/change-library.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { adjust, check, insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Item, ItemFile } from '../ports/entities.ts'
import { isCompliant } from '../security-policies/security-policies.ts'
import type { World } from '../world.ts'
import { checkItemSpec, isNameTaken, makeItem } from './item-fields.ts'
import { loadDestination } from './load-destination.ts'
import { loadItemFiles } from './load-item-files.ts'
import { loadItem } from './load-item.ts'

/**
 * Copies an item with the files it has now, all in one commit: they share the source's bytes. What
 * the specification leaves out is as the source has it.
 */
export const copyLibraryItem = async (
  world: World,
  caller: Caller,
  input: Input<'item.copy'>,
): Promise<Result<'item.copy'>> => {
  const { client_token, source_library_item_id, destination_create_spec } = input
  checkItemSpec(destination_create_spec)
  const copyId = world.ids.uuid()
  const spec = { source_library_item_id, destination_create_spec }
  const id = await answerOnce(world, caller, contract.item.copy, client_token, spec, () =>
    decideCopy(world, caller, input, copyId),
  )
  if (id === copyId) {
    const source = source_library_item_id
    world.log.audit('item.copy', { item: id, source, user: caller.user.name })
  }
  return id
}

const decideCopy = async (
  world: World,
  caller: Caller,
  { source_library_item_id, destination_create_spec: spec }: Input<'item.copy'>,
  id: string,
): Promise<Decision<string>> => {
  const source = await loadItem(world, source_library_item_id)
  const libraryId = spec.library_id ?? source.library.id
  const given = specOfCopy(source.item, spec)
  // The source's files are read after it: its content version tells whether they are of one time.
  const [library, isTaken, files] = await Promise.all([
    loadDestination(world, caller, libraryId),
    isNameTaken(world, libraryId, given.name),
    loadItemFiles(world, source.item.id),
  ])
  requirePrivilege(caller, 'System.Read', source.library.id)
  if (!source.item.isCached)
    throw accessionError('accession.subscription.file_not_here', [source.item.id])
  refuseInMaintenance(library, contract.item.copy)
  const made = { ...makeItem(world, library.id, given), id }
  const copy = { ...made, ...findingsFor(made, source.item) }
  if (isTaken) {
    throw accessionError('accession.item.copy_name_taken', [copy.name, library.id])
  }
  const { revision, contentVersion, size, fileCount } = source.item
  if (fileCount > 0 && !isCompliant(library.options, copy)) {
    const args = [source.item.id, library.id] as const
    throw accessionError('accession.signed_content.copy_not_verified', args)
  }
  return {
    changes: [
      check('item', source.item.id, { revision, contentVersion, deletedAt: null }),
      check('library', source.library.id, { deletedAt: null }),
      insert('item', { ...copy, size, fileCount }),
      ...tellOfChange(world, caller, {
        itemId: id,
        version: 1,
        message: describeCopy(source.item),
      }),
      adjust('library', library.id, movesVersion(world)),
      ...files.flatMap((file) => copyFile(world, file, copy.id)),
    ],
    result: copy.id,
  }
}

/** What is known of the content is true of the copy, unless it is to be of another type. */
const findingsFor = (copy: Item, source: Item): Partial<Item> => {
  if (copy.itemTypeKey !== source.itemTypeKey) return {}
  const { typeMetadata, certificateVerification } = source
  return { typeMetadata, certificateVerification }
}

const describeCopy = ({ id, name, contentVersion }: Item): string =>
  `Copied from ${name}\nIts id is ${id}, its content version was ${contentVersion}`

const specOfCopy = (source: Item, spec: ItemModel): ItemModel & { readonly name: string } => ({
  name: spec.name ?? source.name,
  description: spec.description ?? source.description,
  type: spec.type ?? source.itemType,
  source_id: spec.source_id,
})

const copyFile = (world: World, file: ItemFile, itemId: string): readonly Change[] => [
  insert('itemFile', {
    ...file,
    id: world.ids.uuid(),
    revision: 1,
    itemId,
    version: 1,
    source: null,
  }),
  ...(file.blobId === null ? [] : [referBlob(file.blobId)]),
]

/** One more row that names these bytes; they must still be kept. */
export const referBlob = (blobId: string): Change =>
  adjust('blob', blobId, { add: { references: 1 }, where: { state: 'STORED' } })
