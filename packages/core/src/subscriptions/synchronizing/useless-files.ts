import { limits } from '../../limits.ts'
import type { FetchedFile } from '../../ports/entities.ts'
import type { World } from '../../world.ts'
import { itemSyncKind } from './item-sync-kind.ts'

/**
 * The next of what was fetched for items of a library and that nobody waits for: no item that is
 * being synchronized by itself, nor one of which `isKept` says so by its publisher's id. None where
 * nothing is left to let go.
 */
export const findUselessFiles = async (
  world: World,
  libraryId: string,
  isKept: (sourceId: string) => boolean = () => false,
): Promise<readonly FetchedFile[]> => {
  const limit = limits.itemsLookedAtOnce
  for (let after = ''; ;) {
    const where = { libraryId, id: { moreThan: after } }
    const page = await world.store.find('fetchedFile', { where, limit })
    const waiting = await uselessAmong(world, libraryId, page)
    const useless = waiting.filter(({ sourceId }) => !isKept(sourceId))
    if (useless.length > 0 || page.length < limit) return useless
    after = page.at(-1)?.id ?? after
  }
}

/** Those of some fetched files of a library whose items are not being synchronized by themselves. */
export const uselessAmong = async (
  { store }: Pick<World, 'store'>,
  libraryId: string,
  files: readonly FetchedFile[],
): Promise<readonly FetchedFile[]> => {
  if (files.length === 0) return []
  const limit = limits.itemsLookedAtOnce
  const among = [...new Set(files.map(({ sourceId }) => sourceId))]
  const items = await store.find('item', {
    where: { libraryId, sourceId: { among }, deletedAt: null },
    limit,
  })
  const subject = { among: items.map(({ id }) => id) }
  const live = await store.find('task', {
    where: { kind: itemSyncKind, subject, endedAt: null },
    limit,
  })
  const itemIds = new Set(live.map((task) => task.subject))
  const awaited = new Set(items.filter(({ id }) => itemIds.has(id)).map((item) => item.sourceId))
  return files.filter(({ sourceId }) => !awaited.has(sourceId))
}
