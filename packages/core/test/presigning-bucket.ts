import { createMemoryBlobStore } from '../src/memory/blob-store.ts'
import type { BlobPresigning, BlobStore } from '../src/ports/blob-store.ts'

const never = new AbortController().signal

/** The SHA-256 of a text. */
export const sha256 = async (content: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A bucket in memory whose URLs are good for a while, and that may verify what it is sent. */
export const createBucket = (isVerifying: boolean) => {
  const store = createMemoryBlobStore()
  const presigning: BlobPresigning = {
    uploadUrl: async (id, { size, signedAt, seconds }) =>
      `put:${id}:${size}:${signedAt + seconds * 1000}`,
    downloadUrl: async (id) => `get:${id}`,
    arrived: async (id) => {
      const content = await store.read(id).then(
        (stream) => new Response(stream).text(),
        () => undefined,
      )
      if (content === undefined) return undefined
      return { size: content.length, ...(isVerifying && { sha256: await sha256(content) }) }
    },
  }
  const blobs: BlobStore = { ...store, presigning }
  /** Does what a client with that URL can do; says whether the bytes were taken. */
  const put = async (url: string, content: string, now: number): Promise<boolean> => {
    const [, id = '', size, until] = url.split(':')
    if (now > Number(until) || content.length !== Number(size)) return false
    const bytes = (async function* () {
      yield new TextEncoder().encode(content)
    })()
    return store.write(id, bytes, { signal: never }).then(
      () => true,
      () => false,
    )
  }
  return { blobs, put }
}
