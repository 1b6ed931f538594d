import type { FileRole } from '@accession/core/ports'

/** What a file is that nobody looks into. */
export const plainRole: FileRole = {
  isKept: true,
  isInspected: false,
  isArchive: false,
  isInManifest: false,
}
