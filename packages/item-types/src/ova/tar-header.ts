import { readUtf8 } from './pax-records.ts'
import { checksumOf, fieldOf } from './tar-format.ts'
import { readTarNumber } from './tar-number.ts'

/** What one header says of what follows it, as it stands there. */
export interface TarHeader {
  /** The type's character; NUL is told as `0`. */
  readonly type: string
  /** Undefined where it is no UTF-8. */
  readonly name: string | undefined
  /** Bytes; undefined where the field is none that can be read. */
  readonly size: number | undefined
}

/**
 * Reads a header of any of the known formats; undefined where its checksum is not that of its
 * bytes.
 */
export const readTarHeader = (block: Uint8Array): TarHeader | undefined => {
  if (readTarNumber(fieldOf(block, 'checksum')) !== checksumOf(block)) return undefined
  const name = readUtf8(textOf(fieldOf(block, 'name')))
  // Old GNU headers, whose magic ends in blanks, have times where the prefix would be.
  const hasPrefix = readUtf8(fieldOf(block, 'magic').subarray(0, 6)) === 'ustar\0'
  const prefix = hasPrefix ? readUtf8(textOf(fieldOf(block, 'prefix'))) : ''
  const type = String.fromCharCode(fieldOf(block, 'type')[0] ?? 0)
  return {
    type: type === '\0' ? '0' : type,
    name: name === undefined || prefix === undefined ? undefined : joined(prefix, name),
    size: readTarNumber(fieldOf(block, 'size')),
  }
}

const joined = (prefix: string, name: string): string =>
  prefix === '' ? name : `${prefix}/${name}`

/** Bytes up to the first NUL. */
export const textOf = (bytes: Uint8Array): Uint8Array => {
  const end = bytes.indexOf(0)
  return end === -1 ? bytes : bytes.subarray(0, end)
}
