import { entriesAmong, readManifest, type ManifestEntry } from '@accession/item-types/ovf'
import { hashFiles } from '../files/hash-files.ts'
import { readFileBytes, type LocalFile } from '../files/local-file.ts'
import { readLocalPackage, type LocalPackage } from '../files/local-package.ts'
import { readStart } from '../files/read-start.ts'
import type { Output } from '../output/output.ts'
import {
  checkFiles,
  fileProblems,
  manifestProblems,
  type FoundFile,
  type PackageFacts,
} from './check-files.ts'
import { checkSignature, type CheckedSignature } from './check-signature.ts'
import type { Inspection } from './inspection.ts'
import { tried } from './tried.ts'

/** Bytes of a manifest or a certificate that are kept; a larger one is refused by its reader. */
const smallBytesMax = 2 * 1024 * 1024

/** Looks at a descriptor on this machine, and at what belongs to it: all of it is read where there is a manifest. */
export const inspectOvf = async (
  file: LocalFile,
  output: Output,
  signal: AbortSignal,
): Promise<Inspection> => {
  const { name, size } = file
  const read = await tried(readLocalPackage(file))
  if ('problem' in read) return { name, kind: 'ovf', size, problems: [read.problem], warnings: [] }
  const { value: local } = read
  const manifest = local.manifest && (await tried(readManifest(readFileBytes(local.manifest))))
  const entries = manifest && 'value' in manifest ? entriesBeside(local, manifest.value) : undefined
  const facts: PackageFacts = {
    descriptor: name,
    expected: local.parts.map(({ expected }) => expected),
    manifest: entries,
    found: await findFiles(local, entries ?? [], output, signal),
  }
  const files = checkFiles(facts)
  const signed = await signatureOf(local)
  return {
    name,
    kind: 'ovf',
    size,
    descriptor: local.descriptor,
    files,
    ...(signed.signature && { signature: signed.signature }),
    problems: [
      ...(manifest && 'problem' in manifest ? [manifest.problem] : []),
      ...fileProblems(files),
      ...manifestProblems(facts),
      ...signed.problems,
    ],
    warnings: signed.warnings,
  }
}

/** What a manifest says, by the names of the files that are there. */
const entriesBeside = (
  { manifest, file, parts }: LocalPackage,
  entries: readonly ManifestEntry[],
): readonly ManifestEntry[] => {
  const names = new Set(
    [file, ...parts.flatMap(({ found }) => found ?? [])].map(({ name }) => name),
  )
  return entriesAmong({ name: manifest?.name ?? '', entries }, (name) => names.has(name))
}

/** The files that are there, with the digests that the manifest has of them. */
const findFiles = async (
  { file, parts }: LocalPackage,
  manifest: NonNullable<PackageFacts['manifest']>,
  output: Output,
  signal: AbortSignal,
): Promise<PackageFacts['found']> => {
  const there = [file, ...parts.flatMap(({ found }) => found ?? [])]
  const named = there.flatMap((one) => {
    const entry = manifest.find(({ name }) => name === one.name)
    return entry ? [{ file: one, algorithm: entry.algorithm }] : []
  })
  const digests = await hashFiles(named, output, signal)
  return new Map(
    there.map(({ name, size }): [string, FoundFile] => {
      const index = named.findIndex((one) => one.file.name === name)
      const algorithm = named[index]?.algorithm
      return [name, { name, size, digests: algorithm ? { [algorithm]: digests[index] } : {} }]
    }),
  )
}

const signatureOf = async ({ manifest, certificate }: LocalPackage): Promise<CheckedSignature> => {
  if (!certificate) return { problems: [], warnings: [] }
  const signed = manifest && { name: manifest.name, bytes: await readSmall(manifest) }
  return checkSignature(await readSmall(certificate), signed, new Date())
}

const readSmall = (file: LocalFile): Promise<Uint8Array> =>
  readStart(readFileBytes(file), smallBytesMax)
