import { accessionError } from '@accession/core/errors'
import type { FileToPack, Hashing, PackedArchive } from '@accession/core/ports'
import { isDescriptorName } from './member-rules.ts'
import { blockBytes, paddingOf } from './tar-format.ts'
import { tarHeaders } from './tar-headers.ts'

/**
 * The files as an OVA, in their order, the descriptor first, with a manifest of their SHA-256:
 * second where all are known before, else at the end. The same files make the same bytes.
 * Bytes fail with INTERNAL_SERVER_ERROR where a file is not as long as was said, or does not have
 * its SHA-256.
 */
export const writeArchive = (
  hashing: Pick<Hashing, 'digest'>,
  files: readonly FileToPack[],
): PackedArchive => {
  const base = baseName(files)
  const manifest = { name: `${base}.mf`, size: manifestOf(files, () => noDigest).byteLength }
  const members = [...files, manifest]
  const size = members.reduce(
    (sum, { name, size: bytes }) =>
      sum + tarHeaders(name, bytes).byteLength + bytes + paddingOf(bytes),
    2 * blockBytes,
  )
  return { name: `${base}.ova`, size, bytes: archiveBytes(hashing, files, manifest) }
}

/** What an archive and a manifest are named for: the descriptor, without its ending. */
const baseName = ([descriptor]: readonly FileToPack[]): string => {
  if (!descriptor || !isDescriptorName(descriptor.name))
    throw new TypeError('The first file of an OVA is its descriptor')
  return withoutEnding(descriptor.name)
}

/** The name of a descriptor without `.ovf`. */
export const withoutEnding = (name: string): string => name.slice(0, -'.ovf'.length)

const noDigest = '0'.repeat(64)

/** One line a file (DSP0243, 5.1). */
const manifestOf = (
  files: readonly FileToPack[],
  digestOf: (file: FileToPack) => string,
): Uint8Array => {
  const lines = files.map((file) => `SHA256(${file.name})= ${digestOf(file)}\n`)
  return new TextEncoder().encode(lines.join(''))
}

async function* archiveBytes(
  hashing: Pick<Hashing, 'digest'>,
  files: readonly FileToPack[],
  manifest: { readonly name: string; readonly size: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const digests = new Map(files.map((file) => [file, file.sha256]))
  const areKnown = files.every(({ sha256 }) => sha256 !== undefined)
  const manifestMember = function* (): Generator<Uint8Array, void, undefined> {
    yield tarHeaders(manifest.name, manifest.size)
    yield manifestOf(files, (file) => digests.get(file) ?? noDigest)
    yield new Uint8Array(paddingOf(manifest.size))
  }
  for (const [index, file] of files.entries()) {
    if (index === 1 && areKnown) yield* manifestMember()
    yield tarHeaders(file.name, file.size)
    digests.set(file, yield* digested(hashing, file))
    yield new Uint8Array(paddingOf(file.size))
  }
  if (files.length === 1 || !areKnown) yield* manifestMember()
  yield new Uint8Array(2 * blockBytes)
}

/** The bytes of a file, and their SHA-256 after the last of them. */
async function* digested(
  hashing: Pick<Hashing, 'digest'>,
  file: FileToPack,
): AsyncGenerator<Uint8Array, string, undefined> {
  const digest = hashing.digest('SHA256')
  let left = file.size
  for await (const chunk of file.read()) {
    left -= chunk.byteLength
    if (left < 0) break
    const digesting = digest.update(chunk)
    if (digesting) await digesting
    yield chunk
  }
  const sha256 = await digest.hex()
  if (left !== 0 || sha256 !== (file.sha256 ?? sha256))
    throw accessionError('accession.transfer.bytes_damaged', [file.name])
  return sha256
}
