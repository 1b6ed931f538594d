import type { ItemModel } from '../contract/item-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { checkEchoedText } from '../names/check-echoed-text.ts'
import { checkDescription, checkName } from '../names/check-name.ts'
import { isEntityId } from '../names/entity-id.ts'
import { foldName } from '../names/fold-name.ts'
import { countCharacters, isPlainText } from '../names/is-plain-text.ts'
import type { Item } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** Refuses a specification that could be nobody's item. */
export const checkItemSpec = ({ name, description, type, source_id }: ItemModel): void => {
  if (name !== undefined) checkName('item', name)
  if (description !== undefined) checkDescription('item', description)
  if (type !== undefined) checkItemType(type)
  checkEchoedText('source_id', source_id, limits.indexedTextLengthMax)
}

const checkItemType = (type: string): void => {
  const length = countCharacters(type)
  if (length > limits.itemTypeLengthMax) {
    throw accessionError('accession.item.type_too_long', [length, limits.itemTypeLengthMax])
  }
  if (!isPlainText(type)) throw accessionError('accession.argument.control_characters', ['type'])
}

/** A new item, without files yet: each of its versions is the first. */
export const makeItem = (
  world: World,
  libraryId: string,
  { name, description = '', type = '', source_id }: ItemModel & { readonly name: string },
): Item => {
  const now = world.clock.now()
  return {
    id: world.ids.uuid(),
    revision: 1,
    libraryId,
    name,
    nameKey: foldName(name),
    description,
    itemType: type,
    itemTypeKey: foldName(type),
    sourceId: source_id ?? null,
    version: 1,
    contentVersion: 1,
    metadataVersion: 1,
    size: 0,
    fileCount: 0,
    createdAt: now,
    modifiedAt: now,
    deletedAt: null,
    ...noFindings,
    isCached: true,
    source: null,
    lastSyncAt: null,
  }
}

/** What is known of an item's content before anybody has looked into it. */
export const noFindings = {
  typeMetadata: null,
  certificateVerification: null,
} as const

/** Whether another living item of the library has that name, in whatever case. */
export const isNameTaken = async (
  { store }: World,
  libraryId: string,
  name: string,
  ownId?: string,
): Promise<boolean> => {
  if (!isEntityId(libraryId)) return false
  const where = { libraryId, nameKey: foldName(name), deletedAt: null }
  const [id] = await store.ids('item', { where, limit: 1 })
  return id !== undefined && id !== ownId
}
