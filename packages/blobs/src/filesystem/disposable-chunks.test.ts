import { expect, it } from 'vitest'
import { newBlobId } from '../../test/blob-id.ts'
import { temporaryFolder } from '../../test/blob-helpers.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

const { signal } = new AbortController()
const mib = 1024 * 1024

const writeOne = async (size: number, disposable: boolean) => {
  const store = await createFolderBlobStore({ folder: await temporaryFolder() })
  const whole = new Uint8Array(mib).fill(1)
  const part = new Uint8Array(2 * mib).fill(2).subarray(0, mib)
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield whole
    yield part
  }
  const id = newBlobId()
  await store.write(id, chunks(), { expectedSize: size, signal, disposable })
  const stored = new Uint8Array(await new Response(await store.read(id)).arrayBuffer())
  return { stored, whole, part }
}

it.each([2 * mib, 32 * mib])(
  'of %i bytes expected, disposable chunks give back what is theirs alone',
  async (size) => {
    const { stored, whole, part } = await writeOne(size, true)
    expect(stored).toHaveLength(2 * mib)
    expect([stored[0], stored[mib - 1], stored[mib], stored.at(-1)]).toEqual([1, 1, 2, 2])
    expect(whole.byteLength).toBe(0)
    expect(part.byteLength).toBe(mib)
  },
)

it.each([2 * mib, 32 * mib])(
  'of %i bytes expected, other chunks stay as they are',
  async (size) => {
    const { stored, whole } = await writeOne(size, false)
    expect(stored).toHaveLength(2 * mib)
    expect(whole.byteLength).toBe(mib)
  },
)
