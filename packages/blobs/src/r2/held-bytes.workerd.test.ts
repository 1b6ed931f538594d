import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { createR2BlobStore } from './create-r2-blob-store.ts'
import type { R2Binding } from './r2-binding.ts'

const mib = 1024 * 1024
const { signal } = new AbortController()

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes; sent += mib) yield new Uint8Array(mib)
}

/** The bucket, with one of its calls failing so many times. */
const failing = (call: 'createMultipartUpload' | 'put' | 'get', times: number): R2Binding => {
  let left = times
  return new Proxy(env.BUCKET, {
    get(bucket, name) {
      const value: unknown = Reflect.get(bucket, name)
      if (typeof value !== 'function') return value
      return async (...given: unknown[]) => {
        if (name === call && left-- > 0) throw new Error('put: We have an internal error (10001)')
        return Reflect.apply(value, bucket, given) as unknown
      }
    },
  })
}

it.each(['createMultipartUpload', 'put'] as const)(
  'keeps no memory of writes that failed at %s',
  async (call) => {
    const prefix = crypto.randomUUID()
    const store = createR2BlobStore({
      bucket: failing(call, call === 'put' ? 5 : 3),
      prefix,
      partSizeBytes: 5 * mib,
      heldBytesMax: 20 * mib,
    })
    for (const size of [12 * mib, mib, 12 * mib, mib, 12 * mib]) {
      const written = store.write(crypto.randomUUID(), zeros(size), { signal })
      const failure = { type: 'SERVICE_UNAVAILABLE', id: 'accession.service.blobs_failing' }
      if (call === 'put' || size > 5 * mib) await expect(written).rejects.toMatchObject(failure)
      else await written
    }
    const healthy = createR2BlobStore({ bucket: env.BUCKET, prefix })
    const id = crypto.randomUUID()
    await store.write(id, zeros(12 * mib), { signal })
    const { byteLength } = await new Response(await healthy.read(id)).arrayBuffer()
    expect(byteLength).toBe(12 * mib)
  },
)

it('refuses a write past the bound on what all may hold, and takes it afterwards', async () => {
  const store = createR2BlobStore({
    bucket: env.BUCKET,
    prefix: crypto.randomUUID(),
    partSizeBytes: 5 * mib,
    heldBytesMax: 12 * mib,
  })
  const stop = new AbortController()
  let isGathered = false
  const hanging = store.write(
    crypto.randomUUID(),
    (async function* () {
      yield* zeros(5 * mib)
      isGathered = true
      await new Promise(() => undefined)
    })(),
    { signal: stop.signal },
  )
  await expect.poll(() => isGathered).toBe(true)
  const second = store.write(crypto.randomUUID(), zeros(5 * mib), { signal })
  await expect(second).rejects.toMatchObject({ id: 'accession.service.overloaded' })
  stop.abort(new Error('enough'))
  await expect(hanging).rejects.toThrow('enough')
  await store.write(crypto.randomUUID(), zeros(5 * mib), { signal })
})
