import type { ManifestEntry, PackageFile } from '@accession/item-types/ovf'
import type { DigestName } from '../files/local-file.ts'
import type { InspectedFile } from './inspection.ts'

/** A file that is there, with what is known of its digests. */
export interface FoundFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Hexadecimal, in lower case. */
  readonly digests: Readonly<Partial<Record<DigestName, string>>>
}

/** What a package should hold, by its descriptor and its manifest, and what there is. */
export interface PackageFacts {
  /** The name of the descriptor. */
  readonly descriptor: string
  readonly expected: readonly PackageFile[]
  /** By the names of the files that are there. Unset where there is no manifest, or none that can be read. */
  readonly manifest: readonly ManifestEntry[] | undefined
  readonly found: ReadonlyMap<string, FoundFile>
}

/** The files of a package, the descriptor first, each held against descriptor and manifest. */
export const checkFiles = (facts: PackageFacts): readonly InspectedFile[] => [
  checkFile(facts, { name: facts.descriptor }),
  ...facts.expected.map((file) => checkFile(facts, file)),
]

const checkFile = (
  { found, manifest = [] }: PackageFacts,
  { name, size: declared }: Pick<PackageFile, 'name' | 'size'>,
): InspectedFile => {
  const told = { name, ...(declared !== undefined && { declared }) }
  const file = found.get(name)
  if (!file) return { ...told, state: 'missing' }
  const { size, digests } = file
  if (declared !== undefined && declared !== size) return { ...told, size, state: 'wrong size' }
  const entry = manifest.find((one) => one.name === name)
  const digest = entry && digests[entry.algorithm]
  if (!entry || digest === undefined) return { ...told, size, state: 'not checked' }
  const { algorithm } = entry
  return { ...told, size, state: digest === entry.value ? 'right' : 'wrong digest', algorithm }
}

/** What is wrong with files, in sentences. */
export const fileProblems = (files: readonly InspectedFile[]): readonly string[] =>
  files.flatMap(({ name, state, size, declared, algorithm }) => {
    if (state === 'missing') return [`${name} is missing: the descriptor refers to it.`]
    if (state === 'wrong size')
      return [`${name} has ${size} bytes, and the descriptor says ${declared}.`]
    return state === 'wrong digest'
      ? [`${name} is not what the manifest says: its ${algorithm} digest differs.`]
      : []
  })

/** What a server refuses of a manifest, in sentences: that it names what does not come along, or leaves out what does. */
export const manifestProblems = ({
  descriptor,
  expected,
  manifest,
  found,
}: PackageFacts): readonly string[] => {
  if (!manifest) return []
  const names = [descriptor, ...expected.map(({ name }) => name)]
  const named = manifest.map(({ name }) => name)
  return [
    ...named
      .filter((name) => !names.includes(name) && !found.has(name))
      .map((name) => `The manifest names ${name}, which is not among its files.`),
    ...names
      .filter((name) => !named.includes(name))
      .map((name) => `The manifest does not name ${name}: nobody knows whether it was altered.`),
  ]
}

/** What a manifest names that is there although the descriptor does not refer to it. */
export const manifestWarnings = ({
  descriptor,
  expected,
  manifest = [],
  found,
}: PackageFacts): readonly string[] => {
  const names = [descriptor, ...expected.map(({ name }) => name)]
  return manifest
    .filter(({ name }) => !names.includes(name) && found.has(name))
    .map(({ name }) => `The manifest names ${name}, to which the descriptor does not refer.`)
}
