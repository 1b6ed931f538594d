import { expect } from 'vitest'

import type { BlobStore } from '../../ports/blob-store.ts'
import type { Blob } from '../../ports/entities.ts'
import type { Store } from '../../ports/store.ts'
import { findEvery } from '../store/any-table.ts'

interface Ports {
  readonly store: Store
  readonly blobs: BlobStore
}

/** A file of an item, with its bytes as text. */
interface SeenFile {
  readonly name: string
  readonly version: number
  readonly content: string
}

/** An item as anybody would see it; undefined where there is none. */
export const lookAtItem = async ({ store, blobs }: Ports, itemId: string) => {
  const [item] = await store.find('item', { where: { id: itemId }, limit: 1 })
  if (!item || item.deletedAt !== null) return undefined
  const where = { itemId, until: null }
  const rows = await store.find('itemFile', { where, orderBy: 'name', limit: 1000 })
  const files: SeenFile[] = []
  for (const { name, version, blobId } of rows) {
    const content = await new Response(await blobs.read(blobId ?? '')).text()
    files.push({ name, version, content })
  }
  const { version, contentVersion, size, fileCount } = item
  return { version, contentVersion, size, fileCount, files }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const countNames = async ({ store }: Ports): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  for (const table of ['itemFile', 'updateSessionFile', 'downloadSessionFile'] as const)
    for (const { blobId } of (await findEvery(store, table)) as { blobId?: string | null }[])
      if (blobId) counts.set(blobId, (counts.get(blobId) ?? 0) + 1)
  return counts
}

/** Counts anew what refers to each blob, and holds the rows against it. */
export const expectReferencesCounted = async (ports: Ports, why: string): Promise<void> => {
  const named = await countNames(ports)
  const rows = (await findEvery(ports.store, 'blob')) as unknown as Blob[]
  const counted = rows.map(({ id }) => [id, named.get(id) ?? 0])
  expect(
    rows.map(({ id, references }) => [id, references]),
    why,
  ).toEqual(counted)
  const missing = [...named.keys()].filter((id) => !rows.some((row) => row.id === id))
  expect(missing, `${why}: named, but without a row`).toEqual([])
}

/** Once all has come to rest: stored is what rows name, and nothing else, in catalog and store. */
export const expectNoOrphan = async (ports: Ports, why: string): Promise<void> => {
  await expectReferencesCounted(ports, why)
  const named = [...(await countNames(ports)).keys()].toSorted(compare)
  const stored: string[] = []
  for await (const { id } of ports.blobs.list()) stored.push(id)
  expect(stored.toSorted(compare), `${why}: stored bytes`).toEqual(named)
  const rows = (await findEvery(ports.store, 'blob')) as unknown as Blob[]
  expect(rows.map(({ id, state }) => `${id} ${state}`).toSorted(compare), `${why}: rows`).toEqual(
    named.map((id) => `${id} STORED`),
  )
}
