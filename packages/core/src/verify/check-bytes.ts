import { inParallel } from '../admin/in-parallel.ts'
import { isReferred } from '../admin/is-referred.ts'
import { measureBytes } from '../admin/measure-bytes.ts'
import { pagesOf } from '../admin/pages-of.ts'
import { isAccessionError } from '../errors/accession-error.ts'
import type { StoredBlob } from '../ports/blob-store.ts'
import type { Blob } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { Finding, Problem } from './finding.ts'

/** How bytes are looked at. */
export interface BytesOptions {
  /** Sizes alone; nothing is read. */
  readonly isFast: boolean
  /** Bytes without a row that are younger are passed over. */
  readonly graceMs: number
  readonly atOnce: number
  readonly signal: AbortSignal
  readonly onBlob: () => void
  readonly onBytes: (count: number) => void
}

type Ports = Pick<World, 'store' | 'blobs' | 'hashing' | 'clock'>

/**
 * Holds the bytes against the rows. Sessions go on meanwhile: whatever looks wrong is looked at
 * once more, and reported where its row still stands and it still is wrong.
 */
export const checkBytes = async (
  world: Ports,
  options: BytesOptions,
  report: (finding: Finding) => void,
): Promise<void> => {
  const { signal, atOnce, onBlob, onBytes } = options
  const listed = new Map<string, StoredBlob>()
  for await (const stored of world.blobs.list()) {
    signal.throwIfAborted()
    listed.set(stored.id, stored)
  }
  async function* referred(): AsyncGenerator<readonly [Blob, number | undefined]> {
    for await (const rows of pagesOf(world.store, 'blob'))
      for (const blob of rows) {
        const { size, place = null } = listed.get(blob.id) ?? {}
        listed.delete(blob.id)
        if (isReferred(blob)) yield [blob, place === blob.place ? size : undefined]
      }
  }
  await inParallel(referred(), atOnce, async ([blob, size]) => {
    signal.throwIfAborted()
    let counted = 0
    const count = (bytes: number): void => {
      counted += bytes
      onBytes(bytes)
    }
    const finding = await lookTwice(world, blob, size, { ...options, onBytes: count })
    if (finding) report(finding)
    onBlob()
    count((blob.size ?? 0) - counted)
  })
  const oldest = world.clock.now() - options.graceMs
  for (const { id, size } of listed.values()) {
    signal.throwIfAborted()
    if (timeOf(id) <= oldest && (await isOrphan(world, id)))
      report({
        problem: 'orphan_bytes',
        id,
        expected: 'a row',
        found: `${size} bytes`,
        touches: [],
      })
  }
}

const rowOf = async ({ store }: Ports, id: string): Promise<Blob | undefined> =>
  (await store.find('blob', { where: { id }, limit: 1 }))[0]

const lookTwice = async (
  world: Ports,
  blob: Blob,
  listedSize: number | undefined,
  { isFast, signal, onBytes }: BytesOptions,
): Promise<Finding | undefined> => {
  if (isFast && listedSize === blob.size) return undefined
  if (!(await look(world, blob, signal, onBytes))) return undefined
  const row = await rowOf(world, blob.id)
  const finding = row && isReferred(row) ? await look(world, row, signal) : undefined
  const after = finding && (await rowOf(world, blob.id))
  return after && isReferred(after) ? finding : undefined
}

/** What is wrong with the bytes of a blob, if anything. */
const look = async (
  world: Ports,
  blob: Blob,
  signal: AbortSignal,
  onBytes: (count: number) => void = () => {},
): Promise<Finding | undefined> => {
  const finding = (problem: Problem, expected: unknown, found: unknown): Finding => ({
    problem,
    id: blob.id,
    expected: String(expected),
    found: String(found),
    touches: [],
  })
  try {
    const { size, digest } = await measureBytes(world, blob, signal, onBytes)
    if (size !== blob.size) return finding('wrong_size', blob.size, size)
    return digest === null || digest === blob.digest
      ? undefined
      : finding('wrong_digest', blob.digest, digest)
  } catch (error) {
    signal.throwIfAborted()
    if (!isAccessionError(error)) throw error
    return error.type === 'NOT_FOUND'
      ? finding('missing_bytes', `${blob.size} bytes`, 'none')
      : finding('unreadable_bytes', `${blob.size} bytes`, error.message)
  }
}

/** When an id was made, which is in the first 48 bits of a UUID of version 7; else long ago. */
const timeOf = (id: string): number =>
  id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0

/** Whether bytes that had no row in passing have none, and are still there. */
const isOrphan = async (world: Ports, id: string): Promise<boolean> => {
  if (await rowOf(world, id)) return false
  try {
    const bytes = await world.blobs.read(id)
    await bytes.cancel()
    return true
  } catch (error) {
    if (isAccessionError(error, 'NOT_FOUND')) return false
    throw error
  }
}
