import { describe, expect, it } from 'vitest'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { adjust, insert, remove, write } from '../ports/changes.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { createTestWorld } from '../testing/world.ts'
import { verifyCatalog } from './verify-catalog.ts'
import type { VerifyOptions } from './verify-catalog.ts'

const signal = new AbortController().signal

const put = (blobs: BlobStore, id: string, text: string): Promise<void> =>
  blobs.write(id, new Blob([text]).stream(), { signal })

const doNothing = async (): Promise<void> => {}

/** A library with an item of two files, and another item. */
const openWorld = async (bytes: Partial<BlobStore> = {}) => {
  const store = createMemoryStore()
  const blobs = { ...createMemoryBlobStore(), ...bytes }
  const test = createTestWorld({ store, blobs })
  const library = await test.addLibrary({ name: 'images' })
  const item = await test.addItem(library.id, { name: 'router', size: 0, fileCount: 0 })
  const file = await test.addItemFile(item.id, 'disk', 'disk of the router')
  await test.addItemFile(item.id, 'notes', 'notes')
  const other = await test.addItem(library.id, { name: 'empty', size: 0, fileCount: 0 })
  const blobId = file.blobId ?? ''
  const [blob] = await store.find('blob', { where: { id: blobId }, limit: 1 })
  if (!blob) throw new Error('The file has no blob')
  const verify = (options: Partial<VerifyOptions> = {}) =>
    verifyCatalog(test.world, store, { signal, ...options })
  return { ...test, store, blobs, item, other, file, blob, verify }
}

const touches = ['images/router: disk']

describe('verify', () => {
  it('finds nothing wrong where nothing is, and counts it', async () => {
    const { verify } = await openWorld()
    const seen: number[] = []
    const found = await verify({ onProgress: ({ bytes }) => seen.push(bytes) })
    const counts = { items: 2, files: 2, blobs: 2, bytes: 23, blobsWithoutDigest: 0 }
    expect(found).toEqual({ ...counts, findings: [], removed: 0 })
    expect(seen.at(-1)).toBe(23)
  })

  it.each([true, false])('finds bytes that are missing (fast: %s)', async (isFast) => {
    const { verify, blobs, blob } = await openWorld()
    await blobs.delete([blob.id])
    const missing = { problem: 'missing_bytes', id: blob.id, expected: '18 bytes', found: 'none' }
    expect((await verify({ isFast })).findings).toEqual([{ ...missing, touches }])
  })

  it.each([true, false])('finds bytes of another size (fast: %s)', async (isFast) => {
    const { verify, blobs, blob } = await openWorld()
    await blobs.delete([blob.id])
    await put(blobs, blob.id, 'disk')
    const wrong = { problem: 'wrong_size', id: blob.id, expected: '18', found: '4' }
    expect((await verify({ isFast })).findings).toEqual([{ ...wrong, touches }])
  })

  it('finds other bytes of that size, unless it is in a hurry', async () => {
    const { verify, blobs, blob } = await openWorld()
    await blobs.delete([blob.id])
    await put(blobs, blob.id, 'disk of the Router')
    const wrong = { problem: 'wrong_digest', id: blob.id, expected: blob.digest, touches }
    expect((await verify()).findings).toMatchObject([wrong])
    expect((await verify({ isFast: true })).findings).toEqual([])
  })

  it('counts blobs of which no digest is known', async () => {
    const { verify, blob, apply } = await openWorld()
    await apply(write('blob', blob, { digest: null }))
    expect(await verify()).toMatchObject({ blobsWithoutDigest: 1, findings: [] })
  })

  it('finds counters and sizes that are wrong', async () => {
    const { verify, blob, item, file, apply } = await openWorld()
    await apply(
      adjust('blob', blob.id, { add: { references: 1 } }),
      adjust('item', item.id, { add: { size: 1, fileCount: -1 } }),
      write('itemFile', file, { size: 19 }),
    )
    const { findings } = await verify({ isFast: true })
    expect(findings.map(({ problem, id }) => [problem, id])).toEqual([
      ['wrong_item_totals', item.id],
      ['wrong_references', blob.id],
      ['wrong_size', blob.id],
    ])
    expect(findings[0]?.touches).toEqual(['images/router'])
  })

  it('finds references to blobs without a row, and leaves their bytes alone', async () => {
    const { verify, blob, apply, blobs } = await openWorld()
    await apply(remove('blob', blob))
    const found = await verify({ isRepairing: true, graceMs: 0 })
    expect(found.findings).toMatchObject([{ problem: 'missing_row', id: blob.id, touches }])
    expect(found.removed).toBe(0)
    expect(await new Response(await blobs.read(blob.id)).text()).toBe('disk of the router')
  })

  it('finds files that have lost their blob, and blobs in a state for nobody', async () => {
    const { verify, blob, file, apply } = await openWorld()
    await apply(write('blob', blob, { state: 'FREEING' }))
    expect((await verify()).findings).toMatchObject([{ problem: 'wrong_state', found: 'FREEING' }])
    await apply(
      write('itemFile', file, { blobId: null }),
      adjust('blob', blob.id, { add: { references: -1 } }),
    )
    const lost = { problem: 'file_without_bytes', expected: 'disk', touches: ['images/router'] }
    expect((await verify()).findings).toMatchObject([lost])
  })

  it('finds bytes without a row once they are old, and removes them if asked to', async () => {
    const { verify, blobs, world, clock } = await openWorld()
    const id = '019bffff-0000-7000-8000-000000000001'
    clock.jump(Number.parseInt('019bffff0000', 16) - clock.now() + 1000)
    await put(blobs, id, 'lost')
    expect((await verify({ graceMs: 2000 })).findings).toEqual([])
    const orphan = { problem: 'orphan_bytes', id, expected: 'a row', found: '4 bytes', touches: [] }
    expect((await verify({ graceMs: 1000 })).findings).toEqual([orphan])
    expect(await verify({ graceMs: 1000, isRepairing: true })).toMatchObject({ removed: 1 })
    expect((await verify({ graceMs: 1000 })).findings).toEqual([])
    await expect(world.blobs.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
  })

  it('removes nothing where the catalog may be that of other bytes', async () => {
    const { blobs, blob } = await openWorld()
    const store = createMemoryStore()
    const { world } = createTestWorld({ store, blobs })
    const options = { signal, graceMs: 0, isRepairing: true }
    expect(await verifyCatalog(world, store, options)).toMatchObject({ removed: 0 })
    expect(await new Response(await blobs.read(blob.id)).text()).toBe('disk of the router')
  })

  it('names sessions that are touched', async () => {
    const { verify, blob, apply, store } = await openWorld()
    await store.commit([adjust('blob', blob.id, { add: { references: 1 } })])
    const received = { name: 'new', blobId: blob.id, size: 18, transferBlobId: null }
    await apply(insert('updateSessionFile', sampleRow('updateSessionFile', received)))
    expect((await verify()).findings).toEqual([])
    await apply(write('blob', { ...blob, revision: 1 }, { digest: 'CRC32:00000000' }))
    const [finding] = (await verify()).findings
    expect(finding?.touches).toEqual([
      'images/router: disk',
      expect.stringMatching(/^update session .*: new$/),
    ])
  })

  it('accuses nobody of what is freed while it looks', async () => {
    const plain = createMemoryBlobStore()
    let onRead = doNothing
    const { verify, blob, apply } = await openWorld({
      ...plain,
      async read(id, range) {
        await onRead()
        return plain.read(id, range)
      },
    })
    onRead = async () => {
      onRead = doNothing
      await apply(write('blob', blob, { state: 'FREEING' }))
      await plain.delete([blob.id])
    }
    expect((await verify({ atOnce: 1 })).findings).toEqual([])
  })

  it('stops when it is asked to', async () => {
    const { verify } = await openWorld()
    const stopped = AbortSignal.abort(new Error('Stopped by SIGINT'))
    await expect(verify({ signal: stopped })).rejects.toThrow('Stopped by SIGINT')
  })
})
