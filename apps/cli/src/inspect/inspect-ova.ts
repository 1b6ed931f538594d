import { createHash } from 'node:crypto'
import { readArchive } from '@accession/item-types/ova'
import {
  entriesAmong,
  filesOf,
  readDescriptor,
  readManifest,
  type ManifestEntry,
  type OvfDescriptor,
} from '@accession/item-types/ovf'
import { readFileBytes, type DigestName, type LocalFile } from '../files/local-file.ts'
import { readStart } from '../files/read-start.ts'
import type { Output } from '../output/output.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import {
  checkFiles,
  fileProblems,
  manifestProblems,
  manifestWarnings,
  type FoundFile,
} from './check-files.ts'
import { checkSignature } from './check-signature.ts'
import type { Inspection } from './inspection.ts'
import { tried, type Tried } from './tried.ts'

const limits = { membersMax: 1_000, bytesMax: 64 * 1024 ** 4 }
/** Bytes of a manifest or a certificate that are kept; a larger one is refused by its reader. */
const smallBytesMax = 2 * 1024 * 1024

/** What has come of an archive so far. */
interface Contents {
  readonly found: Map<string, FoundFile>
  descriptor?: { readonly name: string; readonly read: Tried<OvfDescriptor> }
  manifest?: {
    readonly name: string
    readonly bytes: Uint8Array
    readonly read: Tried<readonly ManifestEntry[]>
  }
  certificate?: Uint8Array
}

/** Reads an archive once, from its beginning to its end, and keeps nothing of it but the small files. */
export const inspectOva = async (
  file: LocalFile,
  output: Output,
  signal: AbortSignal,
): Promise<Inspection> => {
  const contents: Contents = { found: new Map() }
  const whole = await tried(readContents(file, contents, output, signal))
  const told = { name: file.name, kind: 'ova' as const, size: file.size }
  const { descriptor, manifest, certificate } = contents
  // Where the archive breaks off within a member, whoever read that tells the same.
  const problems = [
    ...new Set(
      [whole, descriptor?.read, manifest?.read].flatMap((read) =>
        read && 'problem' in read ? [read.problem] : [],
      ),
    ),
  ]
  if (!descriptor || !('value' in descriptor.read)) return { ...told, problems, warnings: [] }
  const { value } = descriptor.read
  const facts = {
    descriptor: descriptor.name,
    expected: filesOf(value, (one) => contents.found.has(one)),
    manifest: entriesIn(contents, (one) => contents.found.has(one)),
    found: contents.found,
  }
  const files = checkFiles(facts)
  const signed = certificate
    ? await checkSignature(certificate, manifest, new Date())
    : { problems: [], warnings: [] }
  return {
    ...told,
    descriptor: value,
    files,
    ...('signature' in signed && signed.signature && { signature: signed.signature }),
    problems: [...problems, ...fileProblems(files), ...manifestProblems(facts), ...signed.problems],
    warnings: [...manifestWarnings(facts), ...strangers(contents, files), ...signed.warnings],
  }
}

/** What the manifest says that has come; undefined where that is none, or none that can be read. */
const entriesIn = ({ manifest }: Contents, isThere: (name: string) => boolean) =>
  manifest && 'value' in manifest.read
    ? entriesAmong({ name: manifest.name, entries: manifest.read.value }, isThere)
    : undefined

const strangers = (
  { found }: Contents,
  files: readonly { readonly name: string }[],
): readonly string[] =>
  [...found.keys()]
    .filter((name) => !isCheck(name) && !files.some((file) => file.name === name))
    .map((name) => `The archive holds ${name}, to which the descriptor does not refer.`)

const isCheck = (name: string): boolean => /\.(?:mf|cert)$/i.test(name)

const readContents = async (
  file: LocalFile,
  contents: Contents,
  output: Output,
  signal: AbortSignal,
): Promise<void> => {
  const bar = createProgressBar('Reading', output)
  let read = 0
  const counted = async function* () {
    for await (const piece of readFileBytes(file)) {
      signal.throwIfAborted()
      yield piece
      read += piece.byteLength
      const { name, size } = file
      bar.onProgress({ file: name, fileBytes: read, fileSize: size, bytes: read, size })
    }
  }
  try {
    for await (const { name, size, bytes } of readArchive(counted(), limits)) {
      const digesting = createDigesting(name, contents)
      if (/\.ovf$/i.test(name) && !contents.descriptor) {
        contents.descriptor = { name, read: await tried(readDescriptor(digesting.pass(bytes))) }
      } else if (isCheck(name)) await keepSmall(name, digesting.pass(bytes), contents)
      else for await (const _ of digesting.pass(bytes));
      contents.found.set(name, { name, size, digests: digesting.digests() })
    }
  } finally {
    bar.close()
  }
}

const keepSmall = async (
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  contents: Contents,
): Promise<void> => {
  const kept = await readStart(bytes, smallBytesMax)
  if (/\.cert$/i.test(name)) contents.certificate = kept
  else contents.manifest = { name, bytes: kept, read: await tried(readManifest(onePiece(kept))) }
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes)
}

/** Digests bytes that pass: what the manifest has of the file, or any where that comes later. */
const createDigesting = (name: string, contents: Contents) => {
  const entries = entriesIn(contents, (one) => one === name)
  const algorithms: readonly DigestName[] = entries
    ? entries.flatMap((entry) => (entry.name === name ? [entry.algorithm] : []))
    : ['SHA1', 'SHA256', 'SHA512']
  const hashes = algorithms.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }))
  return {
    async *pass(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const piece of bytes) {
        for (const { hash } of hashes) hash.update(piece)
        yield piece
      }
    },
    digests: (): FoundFile['digests'] =>
      Object.fromEntries(hashes.map(({ algorithm, hash }) => [algorithm, hash.digest('hex')])),
  }
}
