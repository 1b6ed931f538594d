import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  filesOf,
  readDescriptor,
  type OvfDescriptor,
  type PackageFile,
} from '@accession/item-types/ovf'
import { findFile, readFileBytes, type LocalFile } from './local-file.ts'

/** A file that a descriptor refers to, and what is beside it under that name. */
interface PackagePart {
  readonly expected: PackageFile
  /** Unset where it is missing. */
  readonly found: LocalFile | undefined
}

/** An OVF package in a folder of this machine. */
export interface LocalPackage {
  readonly file: LocalFile
  readonly descriptor: OvfDescriptor
  readonly parts: readonly PackagePart[]
  /** `.mf` and `.cert`, where they are there. */
  readonly manifest: LocalFile | undefined
  readonly certificate: LocalFile | undefined
}

/** Reads a descriptor, and finds what belongs to it; throws what is wrong with the descriptor itself. */
export const readLocalPackage = async (file: LocalFile): Promise<LocalPackage> => {
  const descriptor = await readDescriptor(readFileBytes(file))
  const parts: PackagePart[] = []
  const there = new Set(await readdir(dirname(file.path)))
  for (const expected of filesOf(descriptor, (name) => there.has(name))) {
    const found = await findFile(join(dirname(file.path), expected.name))
    parts.push({ expected, found })
  }
  return {
    file,
    descriptor,
    parts,
    manifest: await findFile(besides(file, '.mf')),
    certificate: await findFile(besides(file, '.cert')),
  }
}

/** The file of the same name with another ending, in the same folder. */
const besides = ({ path }: LocalFile, ending: string): string =>
  `${path.replace(/\.[^./\\]*$/, '')}${ending}`
