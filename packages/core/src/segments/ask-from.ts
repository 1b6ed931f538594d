import type { Fetcher, FetchRequest, FetchResponse } from '../ports/fetcher.ts'
import type { Source } from './take-up.ts'

/** A file whose bytes are on their way. */
export interface OpenSource extends Source {
  readonly bytes: ReadableStream<Uint8Array>
}

/** From where a file is wanted. */
export interface WantedFrom {
  /** Bytes that are there already, of the file that the validator tells from others. */
  readonly from: number
  readonly validator: string | null
}

/** How a server has answered: with the file, with a part of another one, or with a status that brings none. */
export type Answer =
  | { readonly kind: 'source'; readonly source: OpenSource; readonly response: FetchResponse }
  | { readonly kind: 'another'; readonly response: FetchResponse }
  | { readonly kind: 'refused'; readonly response: FetchResponse }

/**
 * Asks for a file from a byte on, on the condition that it is still the one of which the bytes before
 * are there; a server that has another one by now sends that from its beginning. Of an answer that
 * brings no file the body is let go.
 */
export const askFrom = async (
  { fetcher }: { readonly fetcher: Fetcher },
  request: Omit<FetchRequest, 'headers'>,
  wanted: WantedFrom,
): Promise<Answer> => {
  const { from, validator } = wanted
  const headers: Record<string, string> =
    from > 0 && validator !== null ? { range: `bytes=${from}-`, 'if-range': validator } : {}
  const response = await fetcher.fetch({ ...request, headers })
  const answer = read(response, wanted)
  if (answer.kind !== 'source') await response.bytes.cancel()
  return answer
}

const read = (response: FetchResponse, { from, validator }: WantedFrom): Answer => {
  const { status, bytes } = response
  if (status === 200) {
    const total = wholeNumber(response.header('content-length'))
    const source = { bytes, start: 0, total, validator: validatorOf(response) }
    return { kind: 'source', source, response }
  }
  if (status === 206 && from > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.header('content-range') ?? '')
    if (Number(range?.[1]) !== from || !isOfSame(response, validator))
      return { kind: 'another', response }
    const source = { bytes, start: from, total: wholeNumber(range?.[2]), validator }
    return { kind: 'source', source, response }
  }
  const isPast = status === 416 && from > 0
  return isPast ? { kind: 'another', response } : { kind: 'refused', response }
}

/** Not every server looks at the condition of a range: what it tells of the file must not say otherwise. */
const isOfSame = (response: FetchResponse, validator: string | null): boolean => {
  const told = response.header(validator?.startsWith('"') ? 'etag' : 'last-modified')
  return told === undefined || told.replace(/^W\//, '') === validator
}

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null

/** A file may change twice within a second, or the clocks differ: RFC 9110, 8.8.2.2. */
const settledMs = 60_000

/**
 * A strong entity tag, or else the date of a file that has not changed lately; what has neither, or
 * takes no ranges, is fetched from its beginning.
 */
const validatorOf = (response: FetchResponse): string | null => {
  if (response.header('accept-ranges')?.toLowerCase() === 'none') return null
  const tag = response.header('etag')
  if (tag !== undefined && /^"[^"]*"$/.test(tag)) return tag
  const modified = response.header('last-modified') ?? ''
  const age = Date.parse(response.header('date') ?? '') - Date.parse(modified)
  return age >= settledMs ? modified : null
}
