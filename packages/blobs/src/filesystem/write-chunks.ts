import type { FileHandle } from 'node:fs/promises'
import type { AccessionError } from '@accession/core/errors'
import { storageError } from './storage-error.ts'

/** What the writes of one store share. */
export interface WriteLoad {
  writers: number
  /** Whether one of them is pushing its bytes to the disk ahead of its end. */
  flushing: boolean
}

const mib = 1024 * 1024

/** Bytes that all writers of a store may hold together, each no less than one chunk. */
const heldBytesMaxTotal = 16 * mib
/** Half of it is being written, half is gathered; more made nothing faster. */
const heldBytesMax = 2 * mib
/** As many as one system call takes. */
const gatheredChunksMax = 1024
/** So often a long write is flushed: its end then waits for the last of it only. */
const flushEveryBytes = 8 * mib

/** Leaves a chunk that was written to whoever else has it. */
export const keep = (_chunk: Uint8Array): void => {}

/**
 * Writes chunks one after the other from the file's beginning. While a batch is being written, the
 * next chunks are gathered: the source works (receives, hashes) at the same time as the disk.
 * `afterwards` is told of each chunk that was written.
 */
export const writeChunks = async (
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
  load: WriteLoad,
  afterwards: (chunk: Uint8Array) => void = keep,
): Promise<void> => {
  let gathered: Uint8Array[] = []
  let gatheredBytes = 0
  let writingBytes = 0
  let position = 0
  let flushedPosition = 0
  let writing: Promise<void> | undefined
  let flushing: Promise<void> | undefined
  let failure: AccessionError | undefined

  const fail = (error: unknown): void => {
    failure ??= storageError(error)
  }
  const startWriting = (): void => {
    if (writing || failure || gatheredBytes === 0) return
    const batch = gathered
    writingBytes = gatheredBytes
    gathered = []
    gatheredBytes = 0
    writing = writeBatch(batch)
  }
  const writeBatch = async (batch: readonly Uint8Array[]): Promise<void> => {
    try {
      position = await writeAll(file, batch, position)
      for (const chunk of batch) afterwards(chunk)
    } catch (error) {
      fail(error)
    }
    writing = undefined
    writingBytes = 0
    startWriting()
    startFlushing()
  }
  const startFlushing = (): void => {
    if (load.flushing || failure || position - flushedPosition < flushEveryBytes) return
    flushedPosition = position
    load.flushing = true
    // A sync that fails says so once, perhaps to this one only: its error ends the write.
    flushing = file
      .datasync()
      .catch(fail)
      .finally(() => {
        load.flushing = false
      })
  }
  const isFull = (): boolean => {
    const share = Math.min(heldBytesMax, heldBytesMaxTotal / load.writers)
    const isGathered = gatheredBytes >= share / 2 || gathered.length >= gatheredChunksMax
    return isGathered || gatheredBytes + writingBytes >= share
  }

  try {
    for await (const chunk of chunks) {
      if (failure) break
      if (chunk.byteLength > 0) gathered.push(chunk)
      gatheredBytes += chunk.byteLength
      startWriting()
      // The end of a batch starts the next with all that is gathered: then there is room.
      if (isFull()) await writing
    }
  } catch (error) {
    gathered = []
    gatheredBytes = 0
    throw error
  } finally {
    // The batch on its way, and the one that was gathered meanwhile.
    await writing
    await writing
    await flushing
  }
  if (failure) throw failure
}

const writeAll = async (
  file: FileHandle,
  chunks: readonly Uint8Array[],
  position: number,
): Promise<number> => {
  let left = chunks
  let end = position
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left, end)
    if (bytesWritten === 0) throw new Error('The file took none of the bytes')
    end += bytesWritten
    left = withoutFirst(left, bytesWritten)
  }
  return end
}

/** What is left to write when only some of the bytes were taken. */
const withoutFirst = (chunks: readonly Uint8Array[], bytes: number): readonly Uint8Array[] => {
  let taken = bytes
  for (const [index, chunk] of chunks.entries()) {
    if (taken < chunk.byteLength) return [chunk.subarray(taken), ...chunks.slice(index + 1)]
    taken -= chunk.byteLength
  }
  return []
}
