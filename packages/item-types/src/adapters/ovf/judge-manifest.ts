import type { JudgedFile, Judgement } from '@accession/core/ports'
import { entriesAmong } from '../../ovf/entries-among.ts'
import type { ManifestEntry } from '../../ovf/read-manifest.ts'
import { faultOf } from './fault-of.ts'
import type { Fault } from './fault-of.ts'
import { manifestOf } from './kept-inspections.ts'
import { kindOf } from './package-file-kind.ts'

type Named = Pick<JudgedFile, 'name'>

/**
 * Holds files against the manifest that came with them; there is nothing to hold where none came.
 * It must name `needed`, the descriptor and what this refers to (DSP0243), and nothing that is not there.
 * Missing is a descriptor that it names.
 */
export const judgeManifest = (
  files: readonly JudgedFile[],
  needed: readonly Named[],
): Pick<Judgement, 'missing' | 'invalid' | 'toDigest'> => {
  const [manifest, ...others] = files.filter(({ name }) => kindOf(name) === 'manifest')
  const kept = manifest && manifestOf(manifest)
  const second = others.map(({ name }) => faultOf('manifest_second', name, manifest?.name ?? ''))
  if (!kept) return { missing: [], invalid: second, toDigest: [] }
  const there = new Map(files.map((file) => [file.name, file]))
  const entries = entriesAmong({ ...kept, name: manifest.name }, (name) => there.has(name))
  const neededNames = new Set(needed.map(({ name }) => name))
  const named = new Set(entries.map(({ name }) => name))
  const absent = entries.filter(({ name }) => !there.has(name) && !neededNames.has(name))
  const [missing, strange] = [
    absent.filter(isDescriptor),
    absent.filter((one) => !isDescriptor(one)),
  ]
  const looks = entries.map((entry) => look(entry, there.get(entry.name), manifest.name))
  return {
    missing: needed.length === 0 ? missing.map(({ name }) => name) : [],
    invalid: [
      ...second,
      ...(needed.length === 0 ? strange : absent).map(({ name }) =>
        faultOf('named_missing', manifest.name, name),
      ),
      ...needed
        .filter(({ name }) => !named.has(name))
        .map(({ name }) => faultOf('not_named', manifest.name, name)),
      ...looks.flatMap(({ fault }) => fault ?? []),
    ],
    toDigest: looks.flatMap(({ toDigest }) => toDigest ?? []),
  }
}

const isDescriptor = ({ name }: Named): boolean => kindOf(name) === 'descriptor'

interface Look {
  readonly fault?: Fault
  readonly toDigest?: Judgement['toDigest'][number]
}

/** Holds one file against its line; one whose bytes have not come is not held against anything yet. */
const look = (
  { name, algorithm, value }: ManifestEntry,
  file: JudgedFile | undefined,
  manifest: string,
): Look => {
  if (!file || file.size === null) return {}
  const known = file.digests.find((digest) => digest.algorithm === algorithm)
  if (!known) return { toDigest: { name, algorithm } }
  if (known.value === value) return {}
  return { fault: faultOf('digest_differs', name, algorithm, value, known.value, manifest) }
}
