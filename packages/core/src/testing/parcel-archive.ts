import { accessionError } from '../errors/accession-error.ts'
import type { ArchiveFormat } from '../ports/archive-format.ts'
import { joinBytes } from './join-bytes.ts'

const lineBytesMax = 1_024

/**
 * A parcel's files as one text: a line with name and size before the bytes of each, a dot at the
 * end.
 */
export const packParcel = (files: Readonly<Record<string, string>>): string =>
  `${Object.entries(files)
    .map(([name, text]) => `${name} ${new TextEncoder().encode(text).byteLength}\n${text}`)
    .join('')}.\n`

const createReader = (chunks: AsyncIterator<Uint8Array>) => {
  let left: Uint8Array = new Uint8Array()
  let taken = 0
  const more = async (): Promise<void> => {
    const step = await chunks.next()
    if (step.done) throw accessionError('accession.ova.truncated', [taken, 'a parcel'])
    left = joinBytes([left, step.value])
  }
  const take = (count: number): Uint8Array => {
    const bytes = left.slice(0, count)
    left = left.slice(count)
    taken += bytes.byteLength
    return bytes
  }
  return {
    async line(): Promise<string> {
      while (!left.includes(0x0a) && left.byteLength < lineBytesMax) await more()
      return new TextDecoder().decode(take(left.indexOf(0x0a) + 1)).trimEnd()
    },
    async *bytes(count: number): AsyncGenerator<Uint8Array, void, undefined> {
      for (let wanted = count; wanted > 0;) {
        if (left.byteLength === 0) await more()
        const bytes = take(wanted)
        wanted -= bytes.byteLength
        yield bytes
      }
    },
    malformed: (line: string) =>
      accessionError('accession.ova.malformed', [taken, `it says ${line}`]),
  }
}

/**
 * The archives of parcels: as small as a format can be that still has members one after the other.
 */
export const parcelArchive: ArchiveFormat = {
  name: 'parcels',
  async *unpack(bytes) {
    const chunks = bytes[Symbol.asyncIterator]()
    const reader = createReader(chunks)
    try {
      for (let line = await reader.line(); line !== '.'; line = await reader.line()) {
        const [, name = '', size = ''] = /^(\S+) (\d+)$/.exec(line) ?? []
        if (name === '') throw reader.malformed(line)
        yield { name, size: Number(size), bytes: reader.bytes(Number(size)) }
      }
      if (!(await chunks.next()).done) throw reader.malformed('more after its end')
    } finally {
      await chunks.return?.()
    }
  },
  async pack(_hashing, first, others) {
    const files = [first, ...others]
    const sizes = files.map(
      ({ name, size }) => new TextEncoder().encode(`${name} ${size}\n`).byteLength + size,
    )
    return {
      name: `${first.name}.parcels`,
      size: sizes.reduce((sum, size) => sum + size, '.\n'.length),
      bytes: (async function* () {
        for (const file of files) {
          yield new TextEncoder().encode(`${file.name} ${file.size}\n`)
          yield* file.read()
        }
        yield new TextEncoder().encode('.\n')
      })(),
    }
  },
}
