import { isAccessionError } from '../errors/accession-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { Blob } from '../ports/entities.ts'
import { copyBlob } from './copy-blob.ts'
import type { BlobCopying } from './copy-blob.ts'
import { inParallel } from './in-parallel.ts'

/** How far a copy has come; what was there already counts as well. */
export interface CopyProgress {
  readonly blobs: number
  readonly bytes: number
}

/** Bytes that cannot be copied, and why. */
export interface CopyDefect {
  readonly id: string
  readonly why: string
}

/** What a copy did. */
export interface Copied {
  /** Blobs copied now. */
  readonly copied: number
  readonly copiedBytes: number
  /** Blobs that were there already. */
  readonly there: number
  readonly defects: readonly CopyDefect[]
}

export interface CopyOptions extends Omit<BlobCopying, 'onBytes'> {
  readonly clock: Pick<Clock, 'sleep'>
  /** @default 4 */
  readonly atOnce?: number
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined
  /** Whether the bytes are still wanted, asked where they cannot be copied; else they are passed over. */
  readonly isWanted: (blob: Blob) => Promise<boolean>
  /** Told of each blob that was copied. */
  readonly onCopied?: (blob: Blob) => Promise<void>
}

/** An engine that fails may be back in a moment. */
const attemptsMax = 3
const pauseMs = 1_000

/** A single blob that no attempt can read is a defect; so many in a row, and the engine is away. */
const awayAfter = 3

/**
 * Copies the bytes of blobs that are not there yet, some at once. What cannot be copied because of
 * itself is told of at the end, and holds no others up.
 */
export const copyBlobs = async (
  blobs: AsyncIterable<readonly Blob[]>,
  options: CopyOptions,
): Promise<Copied> => {
  const { to, atOnce = 4, onProgress = () => {}, isWanted, onCopied, signal } = options
  const sizes = new Map<string, number>()
  for await (const { id, size } of to.list()) {
    signal.throwIfAborted()
    sizes.set(id, size)
  }
  const defects: CopyDefect[] = []
  const seen = { blobs: 0, bytes: 0 }
  const done = { copied: 0, copiedBytes: 0, there: 0 }
  let failedInARow = 0
  await inParallel(each(blobs), atOnce, async (blob) => {
    signal.throwIfAborted()
    const { id, size } = blob
    const held = sizes.get(id)
    let counted = 0
    const onBytes = (count: number): void => {
      counted += count
      seen.bytes += count
      onProgress({ ...seen })
    }
    try {
      if (held === undefined) {
        await copyPatiently({ ...options, onBytes }, blob)
        failedInARow = 0
        done.copied++
        done.copiedBytes += size ?? 0
        await onCopied?.(blob)
      } else if (held === size) done.there++
      else defects.push({ id, why: `${held} bytes are there, not ${size}` })
    } catch (error) {
      if (!isDefect(error) && (!isPassing(error) || ++failedInARow === awayAfter)) throw error
      if (await isWanted(blob)) defects.push({ id, why: error.message })
    }
    seen.blobs++
    onBytes((size ?? 0) - counted)
  })
  return { ...done, defects }
}

const copyPatiently = async (options: CopyOptions & BlobCopying, blob: Blob): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await copyBlob(options, blob)
      return
    } catch (error) {
      if (!isPassing(error) || attempt === attemptsMax) throw error
    }
    await options.clock.sleep(attempt * pauseMs, options.signal)
  }
}

const isPassing = (error: unknown): error is Error => isAccessionError(error, 'SERVICE_UNAVAILABLE')

/** Faults of the bytes themselves, which would meet each try. */
const isDefect = (error: unknown): error is Error =>
  isAccessionError(error, 'NOT_FOUND') ||
  (isAccessionError(error) &&
    ['accession.blob.changed', 'accession.blob.damaged'].includes(error.id))

async function* each<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page
}
