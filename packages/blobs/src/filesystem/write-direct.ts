import type { FileHandle } from 'node:fs/promises'
import type { AccessionError } from '@accession/core/errors'
import type { AlignedBuffers } from './aligned-buffers.ts'
import { keep } from './write-chunks.ts'
import { storageError, throwStorageError } from './storage-error.ts'

/** Direct writes begin and end at multiples of this: no disk has larger blocks. */
export const blockBytes = 4096

/** One is filled while the others are written. */
const buffersPerWriteMax = 4

/** A file that is open for direct writes, and the buffers that are its own from the start. */
export interface DirectWrite {
  readonly file: FileHandle
  readonly reserved: readonly Buffer<ArrayBuffer>[]
}

/**
 * Writes chunks one after the other past the page cache, from the file's beginning. They are copied
 * together into aligned buffers, so that a chunk is free at once; the last block is filled up with
 * zeros, which the file's end then cuts off. `afterwards` is told of each chunk that was copied.
 */
export const writeDirect = async (
  { file, reserved }: DirectWrite,
  chunks: AsyncIterable<Uint8Array>,
  buffers: AlignedBuffers,
  afterwards: (chunk: Uint8Array) => void = keep,
): Promise<void> => {
  const own = [...reserved]
  const idle = [...reserved]
  const writing = new Set<Promise<void>>()
  let failure: AccessionError | undefined
  let current: Buffer<ArrayBuffer> | undefined
  let filled = 0
  let position = 0

  /** More than were reserved only while others would find some too. */
  const takeOne = (): void => {
    if (own.length >= buffersPerWriteMax || buffers.free <= buffersPerWriteMax) return
    const taken = buffers.take()
    if (!taken) return
    own.push(taken)
    idle.push(taken)
  }
  const nextBuffer = async (): Promise<Buffer<ArrayBuffer>> => {
    if (idle.length === 0) takeOne()
    while (idle.length === 0) await Promise.race(writing)
    return idle.pop() as Buffer<ArrayBuffer>
  }
  const startWriting = (buffer: Buffer<ArrayBuffer>, bytes: number): void => {
    const run = writeWhole(file, buffer, bytes, position)
      .catch((error: unknown) => {
        failure ??= storageError(error)
      })
      .finally(() => {
        writing.delete(run)
        idle.push(buffer)
      })
    writing.add(run)
    position += bytes
  }
  const take = async (chunk: Uint8Array): Promise<void> => {
    for (let taken = 0; taken < chunk.byteLength;) {
      current ??= await nextBuffer()
      const part = chunk.subarray(taken, taken + current.byteLength - filled)
      current.set(part, filled)
      taken += part.byteLength
      filled += part.byteLength
      if (filled < current.byteLength) continue
      startWriting(current, filled)
      current = undefined
      filled = 0
    }
  }

  try {
    for await (const chunk of chunks) {
      if (failure) break
      await take(chunk)
      afterwards(chunk)
    }
    if (current && filled > 0 && !failure) {
      const whole = Math.ceil(filled / blockBytes) * blockBytes
      current.fill(0, filled, whole)
      const end = position + filled
      startWriting(current, whole)
      await Promise.all(writing)
      if (!failure && end < position) await file.truncate(end).catch(throwStorageError)
    }
  } finally {
    // Nobody may have a buffer that the disk still reads from.
    await Promise.all(writing)
    for (const buffer of own) buffers.give(buffer)
  }
  if (failure) throw failure
}

const writeWhole = async (
  file: FileHandle,
  buffer: Buffer<ArrayBuffer>,
  bytes: number,
  position: number,
): Promise<void> => {
  for (let written = 0; written < bytes;) {
    const { bytesWritten } = await file.write(buffer, written, bytes - written, position + written)
    // A part of a block comes only where the disk has no room for the rest.
    if (bytesWritten === 0 || bytesWritten % blockBytes !== 0)
      throw Object.assign(new Error('The disk took only a part of a block'), { code: 'ENOSPC' })
    written += bytesWritten
  }
}
