import { joinBytes } from './join-bytes.ts'

/** Records of a PAX header by their keywords, or what is wrong with them. */
export type PaxRecords =
  | { readonly records: ReadonlyMap<string, string> }
  | { readonly fault: string }

/**
 * Reads `length keyword=value\n` after `length keyword=value\n`; the last of a keyword counts. Values
 * of what is not wanted are passed over: those of extended attributes are bytes of any kind.
 */
export const readPaxRecords = (
  bytes: Uint8Array,
  isWanted: (keyword: string) => boolean,
): PaxRecords => {
  const records = new Map<string, string>()
  for (let start = 0; start < bytes.byteLength;) {
    const space = bytes.indexOf(0x20, start)
    const length = readLength(bytes.subarray(start, space === -1 ? start : space))
    const end = start + length
    if (!(length > 0) || end > bytes.byteLength || bytes[end - 1] !== 0x0a)
      return { fault: 'a PAX record has a wrong length' }
    const record = bytes.subarray(space + 1, end - 1)
    const equals = record.indexOf(0x3d)
    if (equals < 1) return { fault: 'a PAX record has no keyword' }
    const keyword = readUtf8(record.subarray(0, equals))
    if (keyword !== undefined && isWanted(keyword)) {
      const value = readUtf8(record.subarray(equals + 1))
      if (value === undefined) return { fault: 'a PAX record is no UTF-8' }
      records.set(keyword, value)
    }
    start = end
  }
  return { records }
}

const readLength = (digits: Uint8Array): number => {
  const text = String.fromCharCode(...digits.subarray(0, 16))
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN
}

/** The text of UTF-8 bytes; undefined where they are none. */
export const readUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** One record as bytes; its length counts its own digits. */
export const writePaxRecord = (keyword: string, value: string): Uint8Array => {
  const rest = new TextEncoder().encode(` ${keyword}=${value}\n`)
  let length = rest.byteLength
  while (length !== rest.byteLength + String(length).length)
    length = rest.byteLength + String(length).length
  return joinBytes([new TextEncoder().encode(String(length)), rest])
}
