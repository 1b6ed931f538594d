import { env } from 'cloudflare:workers'
import type { BlobStore } from '@accession/core/ports'
import { describe, expect, it } from 'vitest'
import { createR2BlobStore } from './create-r2-blob-store.ts'

const mib = 1024 * 1024
const { signal } = new AbortController()

const openStore = (): Required<Pick<BlobStore, 'parts'>> & BlobStore => {
  const store = createR2BlobStore({ bucket: env.BUCKET, prefix: crypto.randomUUID() })
  const { parts } = store
  if (!parts) throw new Error('R2 takes no parts')
  return { ...store, parts }
}

async function* filled(size: number, value: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; left -= mib) yield new Uint8Array(Math.min(left, mib)).fill(value)
}

const sizeOf = async (store: BlobStore, id: string): Promise<number> => {
  const { byteLength } = await new Response(await store.read(id)).arrayBuffer()
  return byteLength
}

const part = (number: number, size: number) => ({
  number,
  size,
  signal,
  bytes: filled(size, number),
})

describe('a blob in parts', () => {
  it('is there once it is complete, whatever the order of its parts, and asked again', async () => {
    const store = openStore()
    const id = crypto.randomUUID()
    const upload = await store.parts.begin(id)
    const last = await store.parts.write(id, upload, part(2, 1000))
    const first = await store.parts.write(id, upload, part(1, 6 * mib))
    await expect(store.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
    for (let times = 0; times < 2; times++) {
      expect(await store.parts.complete(id, upload, [first, last])).toBe(6 * mib + 1000)
    }
    expect(await sizeOf(store, id)).toBe(6 * mib + 1000)
    const end = await store.read(id, { start: 6 * mib - 1, end: 6 * mib + 1 })
    expect([...new Uint8Array(await new Response(end).arrayBuffer())]).toEqual([1, 2])
    expect((await env.BUCKET.list({})).objects.map(({ key }) => key).join()).not.toContain(
      'incoming',
    )
  })

  it('takes a part again, and refuses tags of none', async () => {
    const store = openStore()
    const id = crypto.randomUUID()
    const upload = await store.parts.begin(id)
    await store.parts.write(id, upload, part(1, 500))
    const tag = await store.parts.write(id, upload, part(1, 700))
    await expect(store.parts.complete(id, upload, ['not-a-tag'])).rejects.toMatchObject({
      type: 'INVALID_ARGUMENT',
    })
    expect(await store.parts.complete(id, upload, [tag])).toBe(700)
  })

  it('is gone with its parts once it is deleted', async () => {
    const store = openStore()
    const id = crypto.randomUUID()
    const upload = await store.parts.begin(id)
    const tag = await store.parts.write(id, upload, part(1, 500))
    await store.delete([id])
    const gone = { type: 'CONCURRENT_CHANGE' }
    await expect(store.parts.write(id, upload, part(2, 500))).rejects.toMatchObject(gone)
    await expect(store.parts.complete(id, upload, [tag])).rejects.toMatchObject(gone)
    await expect(store.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
  })

  it('keeps nothing of a part whose source fails, ends early or brings too much', async () => {
    const store = openStore()
    const id = crypto.randomUUID()
    const upload = await store.parts.begin(id)
    const failure = new Error('The client is gone')
    const failing = (async function* () {
      yield new Uint8Array(100)
      throw failure
    })()
    const broken = { ...part(1, 1000), bytes: failing }
    await expect(store.parts.write(id, upload, broken)).rejects.toThrow('The client is gone')
    for (const size of [999, 1001]) {
      const wrong = { ...part(1, 1000), bytes: filled(size, 1) }
      await expect(store.parts.write(id, upload, wrong)).rejects.toThrow()
    }
    const stop = new AbortController()
    const hanging = (async function* () {
      yield new Uint8Array(100)
      stop.abort(new Error('No longer wanted'))
      await new Promise(() => undefined)
    })()
    const stopped = { ...part(1, 1000), bytes: hanging, signal: stop.signal }
    await expect(store.parts.write(id, upload, stopped)).rejects.toThrow('No longer wanted')
    const tag = await store.parts.write(id, upload, part(1, 1000))
    expect(await store.parts.complete(id, upload, [tag])).toBe(1000)
  })
})
