import { createHash, randomFillSync } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { BlobStore } from '@accession/core/ports'
import { describe, expect, it } from 'vitest'
import { filesBelow, temporaryFolder } from '../../test/blob-helpers.ts'
import { newBlobId } from '../../test/blob-id.ts'
import { blobPlaces } from './blob-places.ts'
import { createDirectWrites } from './direct-writes.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'
import { writeDirect } from './write-direct.ts'

const mib = 1024 * 1024
const direct = 16 * mib
const content = randomFillSync(Buffer.alloc(21 * mib))
const { signal } = new AbortController()

/** The first so many bytes, in pieces that fit no border. */
async function* pieces(size: number, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < size; start += pieceBytes)
    yield content.subarray(start, Math.min(size, start + pieceBytes))
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const readAll = async (store: BlobStore, id: string): Promise<Uint8Array> =>
  new Uint8Array(await new Response(await store.read(id)).arrayBuffer())

const openDirectWrites = async () => {
  const folder = await temporaryFolder()
  const places = blobPlaces(folder)
  await mkdir(places.incoming)
  return { folder, places, writes: createDirectWrites(places) }
}

describe('a file that is large enough for direct writes', () => {
  it.each([
    { size: direct, pieceBytes: 65_536 },
    { size: direct + 1, pieceBytes: 65_535 },
    { size: direct + 4095, pieceBytes: 999_983 },
    { size: 20 * mib + 12_345, pieceBytes: 20 * mib + 12_345 },
    { size: 4096, pieceBytes: 100 },
    { size: 1, pieceBytes: 1 },
    { size: 0, pieceBytes: 1 },
  ])('holds exactly its $size bytes, sent $pieceBytes at a time', async ({ size, pieceBytes }) => {
    const store = await createFolderBlobStore({ folder: await temporaryFolder() })
    const id = newBlobId()
    const expectedSize = Math.max(size, direct)
    await store.write(id, pieces(size, pieceBytes), { expectedSize, signal })
    const stored = await readAll(store, id)
    expect(stored.byteLength).toBe(size)
    expect(digestOf(stored)).toBe(digestOf(content.subarray(0, size)))
  })

  it('is written as ever where more come at once than have buffers', async () => {
    const folder = await temporaryFolder()
    const store = await createFolderBlobStore({ folder })
    const sizes = Array.from({ length: 12 }, (_, index) => direct + index * 1001)
    const ids = sizes.map(() => newBlobId())
    await Promise.all(
      ids.map((id, index) => {
        const size = sizes[index] ?? 0
        return store.write(id, pieces(size, 65_536), { expectedSize: size, signal })
      }),
    )
    for (const [index, id] of ids.entries()) {
      const wanted = digestOf(content.subarray(0, sizes[index]))
      expect(digestOf(await readAll(store, id))).toBe(wanted)
    }
    expect(await filesBelow(folder)).toHaveLength(ids.length)
  })

  it('leaves nothing where its source breaks off, neither a file nor a buffer in use', async () => {
    const { folder, places, writes } = await openDirectWrites()
    const all = writes.buffers.free
    const write = await writes.open(places.newPartialFile(newBlobId()), direct)
    // Elsewhere, or on a file system that refuses it, there is nothing to give back.
    expect(write === undefined || 'O_DIRECT' in constants).toBe(true)
    if (write) {
      async function* breaking(): AsyncGenerator<Uint8Array> {
        yield content.subarray(0, 5 * mib)
        throw new Error('the client is gone')
      }
      const broken = writeDirect(write, breaking(), writes.buffers)
      await expect(broken).rejects.toThrow('the client is gone')
      await write.file.close()
    }
    expect(writes.buffers.free).toBe(all)
    const store = await createFolderBlobStore({ folder })
    const id = newBlobId()
    await store.write(id, pieces(direct, mib), { expectedSize: direct, signal })
    expect((await readAll(store, id)).byteLength).toBe(direct)
  })

  it('takes no buffers for a small file, nor for one whose size nobody knows', async () => {
    const { places, writes } = await openDirectWrites()
    const path = places.newPartialFile(newBlobId())
    expect(await writes.open(path, direct - 1)).toBeUndefined()
    expect(await writes.open(path, undefined)).toBeUndefined()
  })

  it('is told as full storage where the disk takes only a part of it', async ({ skip }) => {
    const { places, writes } = await openDirectWrites()
    const write = await writes.open(places.newPartialFile(newBlobId()), direct)
    if (!write) return skip('no direct writes on this file system')
    await write.file.close()
    const half = { write: () => Promise.resolve({ bytesWritten: 100 }) }
    const cut = { ...write, file: half as unknown as typeof write.file }
    await expect(writeDirect(cut, pieces(3 * mib, mib), writes.buffers)).rejects.toMatchObject({
      id: 'accession.blob.storage_full',
    })
    expect(writes.buffers.free).toBe(16)
    return undefined
  })
})
