import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { write } from '../ports/changes.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Library } from '../ports/entities.ts'
import { createTestWorld } from '../testing/world.ts'
import { openPublishedFile } from './open-published-file.ts'

const publication = {
  isPublished: true,
  authenticationMethod: 'NONE',
  passwordHash: null,
  isJsonPersisted: false,
} as const

/** A published file whose bytes come in two pieces. */
const openPlace = async () => {
  const inner = createMemoryBlobStore()
  const blobs: BlobStore = {
    ...inner,
    async read(id, range) {
      const bytes = new Uint8Array(await new Response(await inner.read(id, range)).arrayBuffer())
      const pieces = [bytes.subarray(0, 3), bytes.subarray(3)]
      return new ReadableStream(
        {
          pull(controller) {
            const piece = pieces.shift()
            if (piece) controller.enqueue(piece)
            else controller.close()
          },
        },
        { highWaterMark: 0 },
      )
    },
  }
  const test = createTestWorld({ blobs })
  const library = await test.addLibrary({ publication })
  const item = await test.addItem(library.id)
  const file = await test.addItemFile(item.id, 'disk', 'abcdef')
  const address = { itemId: item.id, generation: String(file.version), name: 'disk' }
  const open = () => openPublishedFile(test.world, library, address)
  const change = (set: Partial<Library>) => test.apply(write('library', library, set))
  return { ...test, library, item, address, open, change }
}

describe('a file that is being sent', () => {
  it.each<[string, Partial<Library>]>([
    ['unpublished_meanwhile', { publication: { ...publication, isPublished: false } }],
    ['unpublished_meanwhile', { deletedAt: 1 }],
    ['in_maintenance', { state: 'MAINTENANCE' }],
  ])('is cut within a second: %s', async (id, set) => {
    const { open, change, clock, logged } = await openPlace()
    const reader = (await (await open()).read()).getReader()
    expect((await reader.read()).value).toEqual(new TextEncoder().encode('abc'))
    await change(set)
    clock.jump(limits.transferProgressMs)
    await expect(reader.read()).rejects.toMatchObject({ id: `accession.publishing.${id}` })
    expect(logged.map(({ event, level }) => [event, level])).toEqual([['download.ended', 'info']])
  })

  it('is counted, as other downloads are', async () => {
    const { open, metrics } = await openPlace()
    await new Response(await (await open()).read()).text()
    const { samples = [] } =
      metrics.families().find(({ name }) => name === 'accession_transfer_bytes_total') ?? {}
    expect(JSON.stringify(samples)).toContain('6')
  })
})

it('a file in maintenance is one for later', async () => {
  const { world, library, address } = await openPlace()
  const opened = openPublishedFile(world, { ...library, state: 'MAINTENANCE' }, address)
  await expect(opened).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
})

it.each([
  { generation: '2' },
  { generation: '01' },
  { generation: '' },
  { name: 'Disk' },
  { name: 'a\u0000' },
  { itemId: 'no item' },
  { itemId: '\u0000' },
])('nothing is at another address: %j', async (other) => {
  const { world, library, address } = await openPlace()
  const opened = openPublishedFile(world, library, { ...address, ...other })
  await expect(opened).rejects.toMatchObject({ id: 'accession.publishing.file_not_found' })
})

it('a file of an item that is deleted, or in another library, is not there', async () => {
  const place = await openPlace()
  const { world, library, item, address, addLibrary, apply } = place
  const other = await addLibrary({ publication })
  const elsewhere = openPublishedFile(world, other, address)
  await expect(elsewhere).rejects.toMatchObject({ type: 'NOT_FOUND' })
  const [row] = await world.store.find('item', { where: { id: item.id }, limit: 1 })
  if (row) await apply(write('item', row, { deletedAt: 1 }))
  const deleted = openPublishedFile(world, library, address)
  await expect(deleted).rejects.toMatchObject({ type: 'NOT_FOUND' })
})
