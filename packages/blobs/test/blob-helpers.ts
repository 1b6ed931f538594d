import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlobStore } from '@accession/core/ports'
import { onTestFinished } from 'vitest'

const never = new AbortController().signal

/** A folder that is removed when the test ends. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'accession-blobs-'))
  onTestFinished(async () => rm(folder, { recursive: true }))
  return folder
}

/** So many bytes, 64 KiB at a time. */
export async function* zeros(size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let left = size; left > 0; left -= 65_536) yield new Uint8Array(Math.min(65_536, left))
}

/** Writes so many bytes; the signal never aborts unless one is given. */
export const writeZeros = async (
  store: BlobStore,
  id: string,
  size: number,
  signal: AbortSignal = never,
): Promise<void> => store.write(id, zeros(size), { signal })

/** How many bytes a blob has when read to its end, or the type of the error. */
export const sizeRead = async (store: BlobStore, id: string): Promise<unknown> => {
  try {
    const bytes = await new Response(await store.read(id)).arrayBuffer()
    return bytes.byteLength
  } catch (error) {
    return (error as { type?: unknown }).type ?? error
  }
}

/** The ids that a store lists. */
export const listedIds = async (store: BlobStore): Promise<string[]> => {
  const ids: string[] = []
  for await (const { id } of store.list()) ids.push(id)
  return ids.toSorted()
}

/** The files below a folder, as paths relative to it. */
export const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
