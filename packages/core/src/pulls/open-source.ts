import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { SourceEndpoint } from '../ports/entities.ts'
import type { FetchResponse } from '../ports/fetcher.ts'
import { ImportError } from '../ports/import-folder.ts'
import type { World } from '../world.ts'
import { PullFault } from './pull-fault.ts'
import { isFile } from './source-endpoint.ts'

/** What is wanted of a source. */
export interface Wanted {
  readonly name: string
  /** Bytes that are there already, of the file that the validator tells from others. */
  readonly from: number
  readonly validator: string | null
  readonly signal: AbortSignal
}

/** A source whose bytes are on their way. */
export interface OpenSource {
  readonly bytes: ReadableStream<Uint8Array>
  /** Where they begin: where it was wanted, or 0. */
  readonly start: number
  /** Bytes of the whole file; null where its server does not tell. */
  readonly total: number | null
  /** By which it can be taken up in the middle; null where it cannot. */
  readonly validator: string | null
}

/** Opens what a file is pulled from, at the byte where it is to be taken up where that is possible. */
export const openSource = (
  world: Pick<World, 'fetcher' | 'imports'>,
  endpoint: SourceEndpoint,
  wanted: Wanted,
): Promise<OpenSource> =>
  isFile(endpoint.uri)
    ? openImport(world, endpoint.uri, wanted.name)
    : openRemote(world, endpoint, wanted)

const openImport = async (
  { imports }: Pick<World, 'imports'>,
  uri: string,
  name: string,
): Promise<OpenSource> => {
  try {
    if (!imports) throw new ImportError('No file: is read any more.')
    const file = await imports.open(decodeURIComponent(new URL(uri).pathname))
    return { bytes: file.read(), start: 0, total: file.size, validator: null }
  } catch (error) {
    if (!(error instanceof ImportError || error instanceof URIError)) throw error
    const told = accessionError('accession.pull.not_fetched', [name, error.message])
    throw new PullFault(told, { isPassing: false })
  }
}

const openRemote = async (
  { fetcher }: Pick<World, 'fetcher'>,
  { uri, thumbprint, certificate }: SourceEndpoint,
  { name, from, validator, signal }: Wanted,
): Promise<OpenSource> => {
  const answer = await fetcher.fetch({
    url: uri,
    headers:
      from > 0 && validator !== null ? { range: `bytes=${from}-`, 'if-range': validator } : {},
    pinned: {
      ...(thumbprint !== null && { thumbprint }),
      ...(certificate !== null && { certificate }),
    },
    signal,
    bytesMax: limits.fileBytesMax,
  })
  try {
    return read(answer, { name, from, validator })
  } catch (error) {
    await answer.bytes.cancel()
    throw error
  }
}

const read = (
  answer: FetchResponse,
  { name, from, validator }: Omit<Wanted, 'signal'>,
): OpenSource => {
  const { status, bytes } = answer
  const { host } = new URL(answer.url)
  if (status === 200) {
    return {
      bytes,
      start: 0,
      total: wholeNumber(answer.header('content-length')),
      validator: validatorOf(answer),
    }
  }
  const another = new PullFault(accessionError('accession.pull.changed', [name, host]), {
    isPassing: true,
    isOfAnother: true,
  })
  if (status === 206 && from > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.header('content-range') ?? '')
    if (Number(range?.[1]) !== from || !isOfSame(answer, validator)) throw another
    return { bytes, start: from, total: wholeNumber(range?.[2]), validator }
  }
  if (status === 416 && from > 0) throw another
  throw new PullFault(accessionError('accession.pull.refused', [name, host, status]), {
    isPassing: [408, 425, 429].includes(status) || status >= 500,
  })
}

/** Not every server looks at the condition of a range: what it tells of the file must not say otherwise. */
const isOfSame = (answer: FetchResponse, validator: string | null): boolean => {
  const told = answer.header(validator?.startsWith('"') ? 'etag' : 'last-modified')
  return told === undefined || told.replace(/^W\//, '') === validator
}

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null

/** A strong entity tag, or else a date; what has neither, or takes no ranges, is fetched from its beginning. */
const validatorOf = (answer: FetchResponse): string | null => {
  if (answer.header('accept-ranges')?.toLowerCase() === 'none') return null
  const tag = answer.header('etag')
  if (tag !== undefined && /^"[^"]*"$/.test(tag)) return tag
  return answer.header('last-modified') ?? null
}
