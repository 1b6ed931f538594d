import { loadItemFiles } from '../../items/load-item-files.ts'
import type { Blob, ItemFile, UpdateSessionFile } from '../../ports/entities.ts'
import { loadSessionFiles } from '../../update-sessions/load-update-session.ts'
import type { World } from '../../world.ts'

/** A file whose stored bytes are elsewhere: one of the item, or one that its session has received. */
export type FileElsewhere =
  | { readonly table: 'itemFile'; readonly file: ItemFile; readonly blob: Blob }
  | { readonly table: 'updateSessionFile'; readonly file: UpdateSessionFile; readonly blob: Blob }

/** Blobs that are looked up at once. */
const atOnce = 50

/**
 * The files of an item, and of its ACTIVE update session, whose bytes are not in a place; those that
 * are still being received there only make it wait. Download sessions keep the bytes that they hold
 * where they are, for as long as they live.
 */
export const findElsewhere = async (
  world: World,
  itemId: string,
  place: string | null,
): Promise<{ readonly movable: readonly FileElsewhere[]; readonly isWaiting: boolean }> => {
  const [files, received] = await Promise.all([
    loadItemFiles(world, itemId),
    loadReceived(world, itemId),
  ])
  const named = [
    ...files.map((file) => ({ table: 'itemFile', file, id: file.blobId }) as const),
    ...received.map((file) => ({ table: 'updateSessionFile', file, id: file.blobId }) as const),
  ]
  const onTheirWay = received.map(({ transferBlobId }) => transferBlobId)
  const blobs = await loadBlobs(world, [...named.map(({ id }) => id), ...onTheirWay])
  const movable: FileElsewhere[] = []
  let isWaiting = onTheirWay.some((id) => isElsewhere(blobs.get(id), place))
  for (const { id, ...one } of named) {
    const blob = blobs.get(id)
    if (!blob || blob.place === place) continue
    if (blob.state === 'STORED') movable.push({ ...one, blob })
    else isWaiting = true
  }
  return { movable, isWaiting }
}

const isElsewhere = (blob: Blob | undefined, place: string | null): boolean =>
  blob !== undefined && blob.place !== place

const loadReceived = async (world: World, itemId: string): Promise<UpdateSessionFile[]> => {
  const where = { itemId, state: 'ACTIVE' } as const
  const [session] = await world.store.find('updateSession', { where, limit: 1 })
  return session ? loadSessionFiles(world, session.id) : []
}

const loadBlobs = async (
  { store }: World,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, Blob>> => {
  const distinct = [...new Set(ids)].filter((id) => id !== null)
  const blobs = new Map<string | null, Blob>()
  for (let start = 0; start < distinct.length; start += atOnce) {
    const some = distinct.slice(start, start + atOnce)
    const found = await Promise.all(
      some.map((id) => store.find('blob', { where: { id }, limit: 1 })),
    )
    for (const blob of found.flat()) blobs.set(blob.id, blob)
  }
  return blobs
}
