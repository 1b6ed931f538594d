import type { Checksum, ItemType } from '@accession/core/ports'
import { entriesAmong } from '../../ovf/entries-among.ts'
import { manifestOf } from './kept-inspections.ts'

/** The digest of a file by the manifest that is there; undefined where none names it. */
export const expectedDigest: ItemType['expectedDigest'] = (fileName, there) => {
  for (const file of there) {
    const { entries = [] } = manifestOf(file) ?? {}
    const isIt = ({ name }: { readonly name: string }): boolean => name === fileName
    const decoded = () => entriesAmong({ name: file.name, entries }, (name) => name === fileName)
    // Most manifests have the literal name, and this is asked for each of as many files.
    const entry = entries.find(isIt) ?? decoded().find(isIt)
    if (entry) return { algorithm: entry.algorithm, value: entry.value } satisfies Checksum
  }
  return undefined
}
