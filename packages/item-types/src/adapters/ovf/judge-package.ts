import type { JudgedFile, Judgement, PlainData } from '@accession/core/ports'
import type { OvfDescriptor } from '../../ovf/ovf-descriptor.ts'
import { filesOf } from '../../ovf/files-of.ts'
import type { PackageFile } from '../../ovf/files-of.ts'
import { faultOf } from './fault-of.ts'
import type { Fault } from './fault-of.ts'
import { judgeManifest } from './judge-manifest.ts'
import { asOvfMetadata, descriptorOf } from './kept-inspections.ts'
import { kindOf } from './package-file-kind.ts'

/**
 * Judges an OVF package as it would be: it has one descriptor and all that this refers to, in the
 * sizes that it tells; a manifest names what is there, with the right digests. An item without any
 * file is fine. Where the descriptor stays as it is, what was kept of it is gone by.
 */
export const judgePackage = (files: readonly JudgedFile[], before: PlainData | null): Judgement => {
  const [descriptor, ...others] = descriptorsIn(files)
  const read = descriptor && readBefore(descriptor, before)
  const names = new Set(files.map(({ name }) => name))
  const needed = read ? filesOf(read, (name) => names.has(name)) : []
  const manifest = judgeManifest(files, descriptor && read ? [descriptor, ...needed] : [])
  const missing = new Set(
    [...needed.map(({ name }) => name), ...manifest.missing].filter((name) => !names.has(name)),
  )
  const lone = descriptor || missing.size > 0 ? undefined : files[0]
  return {
    missing: [...missing],
    invalid: [
      ...(lone ? [faultOf('descriptor_missing', lone.name, 'ovf', '.ovf')] : []),
      ...others.map(({ name }) =>
        faultOf('descriptor_second', name, 'ovf', descriptor?.name ?? ''),
      ),
      ...(descriptor ? wrongSizes(files, needed, descriptor.name) : []),
      ...manifest.invalid,
    ],
    toDigest: manifest.toDigest,
    metadata: descriptor && read ? { ...read, descriptor: descriptor.name } : null,
  }
}

/** The descriptors, the one that the item has had before first. */
const descriptorsIn = (files: readonly JudgedFile[]): readonly JudgedFile[] =>
  files
    .filter(({ name }) => kindOf(name) === 'descriptor')
    .toSorted((a, b) => Number(a.isNew) - Number(b.isNew))

/** What a descriptor says; undefined while nobody knows, as its bytes have not come or are no good. */
const readBefore = (file: JudgedFile, before: PlainData | null): OvfDescriptor | undefined => {
  const kept = asOvfMetadata(before)
  return descriptorOf(file) ?? (!file.isNew && kept?.descriptor === file.name ? kept : undefined)
}

const wrongSizes = (
  files: readonly JudgedFile[],
  needed: readonly PackageFile[],
  descriptor: string,
): readonly Fault[] => {
  const sizes = new Map(files.map(({ name, size }) => [name, size]))
  return needed.flatMap(({ name, size }) => {
    const found = sizes.get(name) ?? undefined
    return size === undefined || found === undefined || found === size
      ? []
      : [faultOf('size_differs', name, found, descriptor, size)]
  })
}
