import { accessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { chunksOf } from '../../ports/chunks-of.ts'
import { FetchError } from '../../ports/fetcher.ts'
import { askFrom } from '../../segments/ask-from.ts'
import type { OpenSource, WantedFrom } from '../../segments/ask-from.ts'
import type { Chunks } from '../../segments/counted-bytes.ts'
import type { Source } from '../../segments/take-up.ts'
import type { World } from '../../world.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { isPassingStatus, mayPass, statusError, unreadable } from './fetch-errors.ts'
import { requestTo } from './publisher-request.ts'
import type { PublisherAccess } from './publisher-request.ts'

/** A file of a publisher whose bytes are on their way. */
export interface OpenFile extends Source {
  /**
   * The bytes as they come: exactly as many as the publisher lists, else the stream fails before its
   * end. Rejects with RESOURCE_INACCESSIBLE and the reason, to be tried again where that may pass.
   */
  readonly bytes: Chunks
  /** Why it broke off last, as long as it has not got on since. */
  readonly fault: unknown
}

/** From where a file is wanted, and how long. */
export interface WantedFile extends WantedFrom {
  readonly signal: AbortSignal
}

/**
 * Opens a publisher's file, at the byte where it is to be taken up where it is still the same. One
 * that breaks off is gone on with where it was, by a range, as long as it gets on in between and its
 * publisher tells what to know it again by.
 */
export const openFile = async (
  world: World,
  access: PublisherAccess,
  file: FileDocument,
  wanted: WantedFile,
): Promise<OpenFile> => {
  const { signal } = wanted
  let fruitless = 0
  let fault: unknown
  /** Waits before the next try; throws where there is none. */
  const pause = async (error: unknown): Promise<void> => {
    const isPassing = error instanceof PassingStatus || mayPass(error)
    if (!isPassing || fruitless >= limits.fetchResumesMax) {
      throw error instanceof PassingStatus ? error.told : unreadable(error, isPassing)
    }
    fruitless++
    fault = error instanceof PassingStatus ? new FetchError('UNREACHABLE', error.message) : error
    const { fetchBackoffMs, fetchBackoffMaxMs } = limits
    const ms = Math.min(fetchBackoffMs * 2 ** (fruitless - 1), fetchBackoffMaxMs)
    await world.clock.sleep(ms, signal)
  }
  const open = async (from: WantedFrom): Promise<OpenSource> => {
    for (;;) {
      try {
        return await ask(world, access, file, { ...from, signal })
      } catch (error) {
        await pause(error)
      }
    }
  }
  const source = await open(wanted)
  const { validator } = source
  let chunks = chunksOf(source.bytes)

  async function* read(): AsyncGenerator<Uint8Array, undefined> {
    let count = source.start
    for (;;) {
      const countBefore = count
      try {
        for await (const chunk of chunks) {
          count += chunk.byteLength
          if (count - countBefore >= limits.fetchResumedBytesMin) fault = undefined
          if (count > file.size) throw differs(file, 'more')
          yield chunk
        }
        if (count < file.size) throw differs(file, count)
        return undefined
      } catch (error) {
        if (error instanceof FetchError && error.failure === 'TOO_LARGE')
          throw differs(file, 'more')
        if (count - countBefore >= limits.fetchResumedBytesMin) fruitless = 0
        // What was received can only be gone on with where it is sure to be the same file.
        if (count > 0 && validator === null) throw unreadable(error, mayPass(error))
        await pause(error)
      }
      const next = await open({ from: count, validator })
      chunks = chunksOf(next.bytes)
      if (next.start !== count || next.validator !== validator)
        throw accessionError('accession.subscription.file_changed', [file.name])
    }
  }

  const reading = read()
  const bytes: Chunks = {
    next: () => reading.next(),
    async return() {
      await reading.return(undefined)
      return chunks.return()
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  return {
    ...source,
    bytes,
    get fault() {
      return fault
    },
  }
}

/** A status of a publisher that may be another one a moment later. */
class PassingStatus extends Error {
  override readonly name = 'PassingStatus'
  readonly told: Error

  constructor(told: Error) {
    super(told.message)
    this.told = told
  }
}

const differs = ({ name, size }: FileDocument, found: number | string): Error =>
  accessionError('accession.subscription.file_size_differs', [name, size, found])

/** Refuses an answer that does not go on where the bytes are, or announces other ones. */
const ask = async (
  world: World,
  access: PublisherAccess,
  file: FileDocument,
  { signal, ...from }: WantedFile,
): Promise<OpenSource> => {
  const { name, url, size } = file
  const request = {
    url,
    ...requestTo(access),
    signal,
    // More than are listed, so that it is we who notice; room for the page of an error, whose status tells more.
    bytesMax: size + limits.jsonBodyBytesMax,
  }
  const answer = await askFrom(world, request, from)
  if (answer.kind === 'refused') {
    const { status } = answer.response
    const told = statusError(name, status)
    throw isPassingStatus(status) ? new PassingStatus(told) : told
  }
  const changed = accessionError('accession.subscription.file_changed', [name])
  if (answer.kind === 'another') throw changed
  const { start, total, bytes } = answer.source
  if (total === null || total === size) return answer.source
  await bytes.cancel()
  throw start > 0 ? changed : differs(file, total)
}
