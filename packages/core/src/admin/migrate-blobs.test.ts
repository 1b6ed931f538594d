import { describe, expect, it } from 'vitest'
import { accessionError } from '../errors/accession-error.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { adjust, write } from '../ports/changes.ts'
import { createTestWorld } from '../testing/world.ts'
import { migrateBlobs } from './migrate-blobs.ts'

const signal = new AbortController().signal

const textIn = async (store: BlobStore, id: string) => new Response(await store.read(id)).text()

const hasBytes = async (store: BlobStore, id: string): Promise<boolean> => {
  for await (const stored of store.list()) if (stored.id === id) return true
  return false
}

const openWorld = async () => {
  const from = createMemoryBlobStore()
  const to = createMemoryBlobStore()
  const test = createTestWorld({ blobs: from })
  const item = await test.addItem((await test.addLibrary()).id)
  const blobIds: string[] = []
  const add = async (content: string): Promise<string> => {
    const { blobId } = await test.addItemFile(item.id, `file ${blobIds.length}`, content)
    blobIds.push(blobId ?? '')
    return blobId ?? ''
  }
  for (const content of ['first', 'second', 'third', '']) await add(content)
  const pauses: number[] = []
  const clock = { ...test.clock, sleep: async (ms: number) => void pauses.push(ms) }
  const migrate = () => migrateBlobs({ ...test.world, clock }, { from, to, signal })
  return { ...test, store: test.world.store, from, to, blobIds, add, migrate, pauses }
}

const away = (): Error => accessionError('accession.service.blobs_failing', [])

describe('migrating bytes', () => {
  it('copies what is not there yet, and the rest when it runs again', async () => {
    const { migrate, add, to, blobIds } = await openWorld()
    expect(await migrate()).toEqual({ copied: 4, copiedBytes: 16, there: 0, defects: [] })
    await add('fifth')
    expect(await migrate()).toEqual({ copied: 1, copiedBytes: 5, there: 4, defects: [] })
    const texts = await Promise.all(blobIds.map((id) => textIn(to, id)))
    expect(texts).toEqual(['first', 'second', 'third', '', 'fifth'])
  })

  it('leaves bytes alone that are in another place than the default one', async () => {
    const { migrate, store, apply, blobIds } = await openWorld()
    const [blob] = await store.find('blob', { where: { id: blobIds[0] ?? '' }, limit: 1 })
    if (!blob) throw new Error('The blob has no row')
    await apply(write('blob', blob, { place: 'archive' }))
    expect(await migrate()).toMatchObject({ copied: 3, defects: [] })
  })

  it('keeps no bytes that are not those stored, and copies the others', async () => {
    const { migrate, from, to, blobIds } = await openWorld()
    const [id = ''] = blobIds
    await from.delete([id])
    await from.write(id, new Blob(['FIRST']).stream(), { signal })
    const { copied, defects } = await migrate()
    expect(copied).toBe(3)
    expect(defects).toMatchObject([{ id, why: expect.stringContaining('CRC32:') }])
    await expect(to.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
  })

  it('tells of bytes that are missing', async () => {
    const { migrate, from, blobIds } = await openWorld()
    const [id = ''] = blobIds
    await from.delete([id])
    const { copied, defects } = await migrate()
    expect({ copied, ids: defects.map((defect) => defect.id) }).toEqual({ copied: 3, ids: [id] })
  })

  it('passes over bytes that were written to the second place, or that nobody wants', async () => {
    const { migrate, from, to, blobIds, apply } = await openWorld()
    const [written = '', freed = ''] = blobIds
    const plain = { ...from }
    from.read = async (id, range) => {
      if (id === written && !(await hasBytes(to, id)))
        await to.write(id, new Blob(['first']).stream(), { signal })
      if (id === freed) await apply(adjust('blob', id, { add: { references: -1 } }))
      return plain.read(id, range)
    }
    await from.delete([freed, written])
    expect(await migrate()).toMatchObject({ copied: 2, defects: [] })
  })

  it('leaves nothing behind of what is freed while it is copied', async () => {
    const { migrate, from, to, blobIds, apply, world } = await openWorld()
    const [freed = ''] = blobIds
    const plain = { ...from }
    from.read = async (id, range) => {
      const bytes = await plain.read(id, range)
      const [blob] = await world.store.find('blob', { where: { id: freed }, limit: 1 })
      if (id === freed && blob) await apply(write('blob', blob, { state: 'FREEING' }))
      return bytes
    }
    await migrate()
    await expect(to.read(freed)).rejects.toMatchObject({ type: 'NOT_FOUND' })
  })

  it('waits for an engine that is away for a moment', async () => {
    const { migrate, from, pauses } = await openWorld()
    const plain = { ...from }
    let failures = 2
    from.read = async (id, range) => {
      if (failures-- > 0) throw away()
      return plain.read(id, range)
    }
    expect(await migrate()).toMatchObject({ copied: 4, defects: [] })
    expect(pauses).toEqual([1000, 1000])
  })

  it('passes over a blob that cannot be read, and ends where none can', async () => {
    const { migrate, from, blobIds } = await openWorld()
    const plain = { ...from }
    const unreadable = new Set(blobIds.slice(0, 1))
    from.read = async (id, range) => {
      if (unreadable.has(id)) throw away()
      return plain.read(id, range)
    }
    expect(await migrate()).toMatchObject({ copied: 3, defects: [{ id: blobIds[0] }] })
    const { migrate: another, from: other } = await openWorld()
    other.read = () => Promise.reject(away())
    await expect(another()).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
  })

  it('ends with the first failure that is none of an engine, and can be run again', async () => {
    const { migrate, from } = await openWorld()
    const plain = { ...from }
    let reads = 0
    from.read = async (id, range) => {
      if (++reads === 2) throw new Error('The network is down')
      return plain.read(id, range)
    }
    await expect(migrate()).rejects.toThrow('The network is down')
    const { copied, there } = await migrate()
    expect(copied + there).toBe(4)
  })
})
