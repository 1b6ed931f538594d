import type { FileRole, ItemType } from '@accession/core/ports'
import { limits } from '../../limits.ts'

/** What a file of an OVF package is that is looked into, by its name alone. */
export type InspectedKind = 'descriptor' | 'manifest' | 'certificate'

/** What a file of an OVF package is, by its name alone. */
export type PackageFileKind = InspectedKind | 'archive' | 'other'

/** What a file of an OVF package is; names compare without case, as tools write them either way. */
export const kindOf = (fileName: string): PackageFileKind => {
  const [, extension = ''] = /\.(ovf|mf|cert|ova)$/i.exec(fileName) ?? []
  switch (extension.toLowerCase()) {
    case 'ovf':
      return 'descriptor'
    case 'mf':
      return 'manifest'
    case 'cert':
      return 'certificate'
    case 'ova':
      return 'archive'
    default:
      return 'other'
  }
}

const roles: { readonly [Kind in PackageFileKind]: FileRole } = {
  descriptor: {
    isKept: true,
    isInspected: true,
    isArchive: false,
    isInManifest: true,
    bytesMax: limits.descriptorBytesMax,
  },
  manifest: {
    isKept: false,
    isInspected: true,
    isArchive: false,
    isInManifest: false,
    bytesMax: limits.manifestBytesMax,
    precedes: ['.ovf'],
  },
  certificate: {
    isKept: false,
    isInspected: true,
    isArchive: false,
    isInManifest: false,
    bytesMax: limits.certificateFileBytesMax,
    precedes: ['.ovf'],
  },
  archive: { isKept: false, isInspected: false, isArchive: true, isInManifest: false },
  other: { isKept: true, isInspected: false, isArchive: false, isInManifest: true },
}

/** What a file is to an item of type ovf. */
export const roleOf = (fileName: string): FileRole => roles[kindOf(fileName)]

/** How the names end of what is read of a package. */
export const packageEndings: ItemType['endings'] = {
  readWhole: ['.ovf', '.mf', '.cert'],
  manifest: ['.mf'],
}
