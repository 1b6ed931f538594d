import { areBlobsHeld } from '../backup/hold-blobs.ts'
import type { Blob } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'

/**
 * Blobs that nothing refers to and that are due, the longest first; none that are stored while
 * somebody holds those.
 */
export const findDueBlobs = async (world: World, limit: number): Promise<Blob[]> => {
  const due = { references: 0, dueAt: { atMost: world.clock.now() } } as const
  const find = (where: Where<'blob'>): Promise<Blob[]> =>
    world.store.find('blob', { where, orderBy: 'dueAt', limit })
  const blobs = await find(due)
  if (!blobs.some(({ state }) => state === 'STORED') || !(await areBlobsHeld(world))) return blobs
  const others = ['RECEIVING', 'FREEING'] as const
  const found = await Promise.all(others.map((state) => find({ ...due, state })))
  return found.flat().slice(0, limit)
}
