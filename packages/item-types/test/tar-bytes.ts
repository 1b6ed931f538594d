import { joinBytes } from '../src/ova/join-bytes.ts'

/** What a hand-made entry of an archive may say. */
export interface EntrySpec {
  readonly name?: string
  readonly content?: string | Uint8Array
  /** @default the length of the content */
  readonly size?: number
  /** The bytes of the size field, instead of octal digits. */
  readonly sizeField?: string
  /** @default `0`, a plain file */
  readonly type?: string
  /** @default POSIX ustar */
  readonly magic?: string
  readonly prefix?: string
  /** What is added to the right checksum. */
  readonly checksumOff?: number
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** One header and its content, padded to a block: right or wrong, as said. */
export const entry = (spec: EntrySpec): Uint8Array => {
  const { name = 'file', type = '0', magic = 'ustar\u000000', prefix = '' } = spec
  const { content = '', checksumOff = 0 } = spec
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const size = spec.size ?? bytes.byteLength
  const header = new Uint8Array(512)
  header.set(new TextEncoder().encode(name))
  header.set(latin1('0000644\u00000000000\u00000000000\0'), 100)
  header.set(latin1(spec.sizeField ?? `${size.toString(8).padStart(11, '0')}\0`), 124)
  header.set(latin1(`00000000000\0        ${type}`), 136)
  header.set(latin1(magic), 257)
  header.set(new TextEncoder().encode(prefix), 345)
  const sum = header.reduce((total, byte) => total + byte, checksumOff)
  header.set(latin1(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
  return joinBytes([header, bytes, new Uint8Array((512 - (bytes.byteLength % 512)) % 512)])
}

/** A PAX header of these records, of the file that follows or of all of them. */
export const pax = (
  records: Readonly<Record<string, string>>,
  type: 'x' | 'g' = 'x',
): Uint8Array => {
  const lines = Object.entries(records).map(([keyword, value]) => {
    const rest = new TextEncoder().encode(` ${keyword}=${value}\n`).byteLength
    let length = rest + 1
    while (length !== rest + String(length).length) length++
    return `${length} ${keyword}=${value}\n`
  })
  return entry({ name: 'PaxHeaders/file', type, content: lines.join('') })
}

/** The descriptor that comes first. */
export const descriptor: Uint8Array = entry({ name: 'box.ovf', content: '<Envelope/>' })

/** Two blocks of zeros. */
export const archiveEnd: Uint8Array = new Uint8Array(1024)
