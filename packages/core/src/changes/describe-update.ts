import type { Item } from '../ports/entities.ts'

type Fields = Pick<Item, 'name' | 'description' | 'itemType'>

/** What an update has changed of an item, in words; the name first. */
export const describeUpdate = (before: Fields, after: Fields): string => {
  const lines = [
    before.name !== after.name && `Renamed from ${before.name} to ${after.name}`,
    before.itemType !== after.itemType &&
      `Changed the type from ${shown(before.itemType)} to ${shown(after.itemType)}`,
    before.description !== after.description && 'Changed the description',
  ].filter((line) => line !== false)
  return lines.length === 0 ? 'Changed nothing' : lines.join('\n')
}

const shown = (type: string): string => (type === '' ? 'none' : type)
