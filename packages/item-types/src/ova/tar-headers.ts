import { joinBytes } from './join-bytes.ts'
import { writePaxRecord } from './pax-records.ts'
import { blockBytes, checksumOf, fieldOf, paddingOf } from './tar-format.ts'
import { octalMax, writeOctal, writeTarSize } from './tar-number.ts'

const encoder = new TextEncoder()

/**
 * All headers of a plain file: one of ustar, and a PAX header before it where the name is too
 * long. Nothing in them but name and size tells one file from another. Sizes that octal digits
 * cannot say are in base 256, the way that readers without PAX know too.
 */
export const tarHeaders = (name: string, size: number): Uint8Array => {
  const header = headerOf(name, size, '0')
  if (encoder.encode(name).byteLength <= fieldOf(header, 'name').byteLength) return header
  const record = writePaxRecord('path', name)
  return joinBytes([
    headerOf('PaxHeader', record.byteLength, 'x'),
    record,
    new Uint8Array(paddingOf(record.byteLength)),
    header,
  ])
}

const headerOf = (name: string, size: number, type: string): Uint8Array => {
  const header = new Uint8Array(blockBytes)
  encoder.encodeInto(name, fieldOf(header, 'name'))
  writeOctal(fieldOf(header, 'mode'), 0o644)
  writeOctal(fieldOf(header, 'userId'), 0)
  writeOctal(fieldOf(header, 'groupId'), 0)
  writeTarSize(fieldOf(header, 'size'), size)
  writeOctal(fieldOf(header, 'modified'), 0)
  encoder.encodeInto(type, fieldOf(header, 'type'))
  // Base 256 is GNU's, whose magic has blanks instead of a version.
  encoder.encodeInto(size > octalMax ? 'ustar  \0' : 'ustar\u000000', fieldOf(header, 'magic'))
  // Six digits, a NUL, and the blank that the field is filled with while it is summed up.
  const checksum = fieldOf(header, 'checksum').fill(0x20)
  writeOctal(checksum.subarray(0, 7), checksumOf(header))
  checksum[6] = 0
  return header
}
