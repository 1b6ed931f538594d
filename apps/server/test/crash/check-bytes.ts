import { sweep } from '@accession/core'
import type { World } from '@accession/core'
import { expect } from 'vitest'

const hour = 3_600_000
const all = { where: { id: { moreThan: '' } }, limit: 100_000 } as const

/** Once everything is due and swept, there are the bytes of the items' files and no others. */
export const checkBytes = async (world: World): Promise<void> => {
  const { store, blobs } = world
  const stored = new Map<string, number>()
  for await (const { id, size } of blobs.list()) stored.set(id, size)
  const rows = await store.find('blob', all)
  const known = new Set(rows.map(({ id }) => id))
  expect(
    [...stored.keys()].filter((id) => !known.has(id)),
    'bytes without a row',
  ).toEqual([])

  // Sessions expire, then are forgotten, then what they held is freed, then freed once more.
  for (const later of [hour, 3 * hour, 5 * hour, 7 * hour]) {
    const clock = { ...world.clock, now: () => Date.now() + later }
    while ((await sweep({ ...world, clock })).more);
  }
  const wanted = new Map<string, number>()
  for (const { blobId, size } of await store.find('itemFile', all)) {
    if (blobId !== null) wanted.set(blobId, size)
  }
  const left = new Map<string, number>()
  for await (const { id, size } of blobs.list()) left.set(id, size)
  expect(left, 'the bytes of the files').toEqual(wanted)
  expect(new Set(await store.ids('blob', all)), 'rows of bytes').toEqual(new Set(wanted.keys()))
}
