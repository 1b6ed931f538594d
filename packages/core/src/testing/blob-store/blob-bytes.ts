import type { BlobStore, ByteRange } from '../../ports/blob-store.ts'

/** A prime, so that bytes which end up at a wrong place differ from those that belong there. */
const patternLength = 65_521
const pattern = Uint8Array.from(
  { length: patternLength },
  (_, index) => (index * 167) ^ (index >> 8),
)

/** The bytes from `start` on of a blob without end: each `seed` is another blob. */
export const patternBytes = (seed: number, start: number, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let position = (start + seed * 7919) % patternLength
  for (let filled = 0; filled < length; position = 0) {
    const part = pattern.subarray(position, position + length - filled)
    bytes.set(part, filled)
    filled += part.byteLength
  }
  return bytes
}

/** A new key whose text grows with time, as the system makes them. */
export const newBlobId = (): string => {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`
}

/** A source of these bytes in chunks of these sizes, the last of which goes on to the end. */
export async function* chunked(
  bytes: Uint8Array,
  ...chunkSizes: readonly number[]
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0
  for (let index = 0; position < bytes.byteLength; index++) {
    const size = chunkSizes[Math.min(index, chunkSizes.length - 1)] ?? bytes.byteLength
    yield bytes.subarray(position, position + size)
    position += size
  }
}

/** Writes bytes that are at hand; the signal never aborts unless one is given. */
export const writeBytes = async (
  store: BlobStore,
  id: string,
  bytes: Uint8Array,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> =>
  store.write(id, chunked(bytes, 64 * 1024), { expectedSize: bytes.byteLength, signal })

/** All bytes of a blob, or of a range of it. */
export const readBytes = async (
  store: BlobStore,
  id: string,
  range?: ByteRange,
): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  for await (const part of chunksOf(await store.read(id, range))) parts.push(part)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let position = 0
  for (const part of parts) {
    bytes.set(part, position)
    position += part.byteLength
  }
  return bytes
}

/** The chunks of a stream; leaving early cancels it. */
export async function* chunksOf(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader()
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Whether two runs of bytes are the same; much cheaper than a comparison that can explain itself. */
export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.byteLength === right.byteLength && left.every((byte, index) => byte === right[index])

/** The ids and sizes that a store lists, sorted by id. */
export const listed = async (store: BlobStore): Promise<[id: string, size: number][]> => {
  const found: [string, number][] = []
  for await (const { id, size } of store.list()) found.push([id, size])
  return found.toSorted(([left], [right]) => (left < right ? -1 : 1))
}
