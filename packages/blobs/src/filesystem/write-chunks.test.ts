import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { letGo } from '@accession/core/ports'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/blob-helpers.ts'
import { writeChunks } from './write-chunks.ts'

const chunkBytes = 64 * 1024

/** Writes ten chunks among so many writers; answers the most of them that were held at once. */
const mostHeld = async (writers: number): Promise<number> => {
  const path = join(await temporaryFolder(), 'file')
  await using file = await open(path, 'wx')
  const given: Uint8Array[] = []
  let most = 0
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let number = 0; number < 10; number++) {
      const chunk = new Uint8Array(chunkBytes).fill(number)
      given.push(chunk)
      most = Math.max(most, given.filter(({ byteLength }) => byteLength > 0).length)
      yield chunk
    }
  }
  await writeChunks(file, chunks(), { writers, flushing: false }, letGo)
  const stored = await readFile(path)
  expect(stored).toHaveLength(10 * chunkBytes)
  for (let number = 0; number < 10; number++) expect(stored[number * chunkBytes]).toBe(number)
  return most
}

it('gathers chunks while it writes others, where few write', async () => {
  expect(await mostHeld(1)).toBeGreaterThan(2)
})

it('holds one chunk at a time, where so many write that more would be too much', async () => {
  expect(await mostHeld(500)).toBe(1)
})
