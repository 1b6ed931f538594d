import { accessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { chunksOf } from '../../ports/chunks-of.ts'
import { FetchError } from '../../ports/fetcher.ts'
import type { FetchResponse } from '../../ports/fetcher.ts'
import { storedDigest } from '../../transfers/stored-digest.ts'
import type { Place } from '../../traffic/traffic.ts'
import type { World } from '../../world.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { isPassingStatus, mayPass, statusError, unreadable } from './fetch-errors.ts'
import { requestTo } from './publisher-request.ts'
import type { PublisherAccess } from './publisher-request.ts'

/** How a file is fetched. */
export interface FileFetching {
  readonly place: Pick<Place, 'pass'>
  readonly signal: AbortSignal
  /** Told of bytes as they come. */
  readonly onBytes: (count: number) => void
  /** Told the digest of all of them, as a blob's row keeps it. */
  readonly onDigest: (digest: string) => void
}

/**
 * The bytes of a publisher's file as they come: exactly as many as it lists, else the stream fails
 * before its end. One that breaks off is gone on with where it was, by a range, as long as it gets
 * on in between and the file is still the same. Rejects with RESOURCE_INACCESSIBLE and the reason, to be tried
 * again where that may pass.
 */
export async function* fetchFile(
  world: World,
  access: PublisherAccess,
  file: FileDocument,
  { place, signal, onBytes, onDigest }: FileFetching,
): AsyncGenerator<Uint8Array> {
  const digest = world.hashing.digest('CRC32')
  const differs = (found: number | string): Error =>
    accessionError('accession.subscription.file_size_differs', [file.name, file.size, found])
  let count = 0
  let etag: string | undefined
  for (let fruitless = 0; ; fruitless++) {
    if (fruitless > 0) await pause(world, fruitless, signal)
    const countBefore = count
    try {
      const response = await ask(world, access, file, { count, etag, signal })
      if (isPassingStatus(response.status) && fruitless < limits.fetchResumesMax) {
        await response.bytes.cancel()
        continue
      }
      await checkAnswer(file, response, { count, etag })
      etag = strongEtag(response)
      for await (const chunk of chunksOf(response.bytes)) {
        count += chunk.byteLength
        if (count > file.size) throw differs('more')
        const digesting = digest.update(chunk)
        if (digesting) await digesting
        onBytes(chunk.byteLength)
        const passing = place.pass(chunk.byteLength)
        if (passing) await passing
        yield chunk
      }
      if (count < file.size) throw differs(count)
      onDigest(storedDigest({ algorithm: 'CRC32', value: await digest.hex() }))
      return
    } catch (error) {
      if (error instanceof FetchError && error.failure === 'TOO_LARGE') throw differs('more')
      // What was received can only be gone on with where it is sure to be the same file.
      const canGoOn = mayPass(error) && (count === 0 || etag !== undefined)
      if (count - countBefore >= limits.fetchResumedBytesMin) fruitless = 0
      if (!canGoOn || fruitless >= limits.fetchResumesMax) throw unreadable(error, mayPass(error))
    }
  }
}

const pause = ({ clock }: World, fruitless: number, signal: AbortSignal): Promise<void> => {
  const { fetchBackoffMs, fetchBackoffMaxMs } = limits
  return clock.sleep(Math.min(fetchBackoffMs * 2 ** (fruitless - 1), fetchBackoffMaxMs), signal)
}

const ask = (
  world: World,
  access: PublisherAccess,
  { url, size }: FileDocument,
  { count, etag, signal }: { count: number; etag: string | undefined; signal: AbortSignal },
): Promise<FetchResponse> =>
  world.fetcher.fetch({
    url,
    headers: count > 0 && etag ? { range: `bytes=${count}-`, 'if-range': etag } : {},
    ...requestTo(access),
    signal,
    // More than are listed, so that it is we who notice; room for the page of an error, whose status tells more.
    bytesMax: size - count + limits.jsonBodyBytesMax,
  })

/** Refuses an answer that does not go on where the bytes are, or announces other ones. */
const checkAnswer = async (
  { name, size }: FileDocument,
  response: FetchResponse,
  { count, etag }: { count: number; etag: string | undefined },
): Promise<void> => {
  const fault = faultOf(response, count)
  if (fault) await response.bytes.cancel()
  if (fault) throw fault

  function faultOf({ status }: FetchResponse, from: number): Error | undefined {
    if (
      from > 0 &&
      (status === 200 || !isRangeFrom(response, from, size) || isOther(response, etag))
    )
      return accessionError('accession.subscription.file_changed', [name])
    if (from === 0 && status !== 200) return statusError(name, status)
    const announced = response.header('content-length')
    if (announced === undefined || Number(announced) === size - from) return undefined
    const args = [name, size, Number(announced) + from] as const
    return accessionError('accession.subscription.file_size_differs', args)
  }
}

/** Not every server looks at the condition of a range, but it tells of which file it sends one. */
const isOther = (response: FetchResponse, etag: string | undefined): boolean => {
  const told = response.header('etag')
  return told !== undefined && told.replace(/^W\//, '') !== etag
}

const isRangeFrom = (response: FetchResponse, from: number, size: number): boolean =>
  response.status === 206 &&
  response.header('content-range')?.trim() === `bytes ${from}-${size - 1}/${size}`

/** Only a strong one says that all bytes are the same. */
const strongEtag = (response: FetchResponse): string | undefined => {
  const etag = response.header('etag')
  return etag?.startsWith('"') ? etag : undefined
}
