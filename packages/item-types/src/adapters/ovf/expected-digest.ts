import type { Checksum, ItemType } from '@accession/core/ports'
import { entriesAmong } from '../../ovf/entries-among.ts'
import { manifestOf } from './kept-inspections.ts'

/** The digest of a file by the manifest that is there; undefined where none names it. */
export const expectedDigest: ItemType['expectedDigest'] = (fileName, there) => {
  for (const file of there) {
    const { entries = [] } = manifestOf(file) ?? {}
    const named = entriesAmong({ name: file.name, entries }, (name) => name === fileName)
    const entry = named.find(({ name }) => name === fileName)
    if (entry) return { algorithm: entry.algorithm, value: entry.value } satisfies Checksum
  }
  return undefined
}
