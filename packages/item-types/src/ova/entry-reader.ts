import { accessionError } from '@accession/core/errors'
import { malformed, truncated } from './archive-errors.ts'
import type { ByteSource } from './byte-source.ts'
import { readPaxRecords, readUtf8 } from './pax-records.ts'
import { firstOther } from './read-up-to-end.ts'
import { blockBytes, paddingOf } from './tar-format.ts'
import { readTarHeader, textOf } from './tar-header.ts'
import type { TarHeader } from './tar-header.ts'

/**
 * What an archive says of one file, link, folder or device, all headers about it taken together.
 */
export interface TarEntry {
  readonly type: string
  readonly name: string
  /** Bytes that follow. */
  readonly size: number
  /** Whether what follows is not all that the file has: holes are left out. */
  readonly isSparse: boolean
}

/** Bytes of what tells of a file beside its header: a long name, some records. */
const descriptionBytesMax = 64 * 1024

/** Headers in an archive for each member that it may have, and a few for all of them. */
const headersPerMember = 4

/** What counts of what describes a file; all else is passed over, so that no archive fills memory with it. */
interface Described {
  path?: string
  longName?: string
  size?: string
  isSparse?: boolean
}

/** Reads entries one after the other; undefined at the block of zeros where their end begins. */
export const createEntryReader = (
  source: ByteSource,
  membersMax: number,
): (() => Promise<TarEntry | undefined>) => {
  /** What PAX says of all files that follow. */
  const ofAll: Described = {}
  let headersLeft = (membersMax + 1) * headersPerMember

  return async () => {
    const ofThis: Described = {}
    let isDescribed = false
    for (;;) {
      const offset = source.taken
      const block = await source.take(blockBytes)
      if (offset === 0 && isGzip(block)) throw accessionError('accession.ova.compressed', [])
      if (block.byteLength < blockBytes) throw truncated(source.taken, 'its headers')
      if (firstOther(block) === -1) {
        if (isDescribed) throw malformed(offset, 'a file is described that does not follow')
        return undefined
      }
      if (headersLeft-- === 0) throw accessionError('accession.ova.too_many_members', [membersMax])
      const header = readTarHeader(block)
      if (!header) throw malformed(offset, 'the checksum of a header is not that of its bytes')
      if (!'xgLK'.includes(header.type)) return entryOf(header, { ...ofAll, ...ofThis }, offset)
      const isOfAll = header.type === 'g'
      isDescribed ||= !isOfAll
      const bytes = await readDescription(source, header, offset)
      describe(isOfAll ? ofAll : ofThis, header.type, bytes, offset)
    }
  }
}

/** RFC 1952, section 2.3.1: no name that a header could begin with. */
const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b

const readDescription = async (
  source: ByteSource,
  { size }: TarHeader,
  offset: number,
): Promise<Uint8Array> => {
  if (size === undefined || size > descriptionBytesMax)
    throw malformed(offset, `a header announces more than ${descriptionBytesMax} bytes`)
  const padded = size + paddingOf(size)
  const bytes = await source.take(padded)
  if (bytes.byteLength < padded) throw truncated(source.taken, 'its headers')
  return bytes.subarray(0, size)
}

const describe = (described: Described, type: string, bytes: Uint8Array, offset: number): void => {
  if (type === 'L' || type === 'K') {
    const text = readUtf8(textOf(bytes))
    if (text === undefined) throw malformed(offset, 'a long name is no UTF-8')
    // What PAX says of the name counts, should both say something. Targets are those of links, which are refused.
    if (type === 'L') described.longName = text
    return
  }
  const read = readPaxRecords(bytes, isRead)
  if ('fault' in read) throw malformed(offset, read.fault)
  for (const [keyword, value] of read.records)
    if (keyword === 'path' || keyword === 'size') described[keyword] = value
    else described.isSparse = true
}

const isRead = (keyword: string): boolean =>
  keyword === 'path' || keyword === 'size' || keyword.startsWith('GNU.sparse.')

const entryOf = (header: TarHeader, described: Described, offset: number): TarEntry => {
  // Empty values say nothing.
  const name = described.path || described.longName || header.name
  if (name === undefined) throw malformed(offset, 'the name of a member is no UTF-8')
  const size = described.size ? readDecimal(described.size) : header.size
  if (size === undefined) throw malformed(offset, 'the size of a member is no number')
  const isSparse = header.type === 'S' || described.isSparse === true
  return { type: header.type, name, size, isSparse }
}

const readDecimal = (digits: string): number | undefined => {
  const number = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}
