import type { ArchiveFormat, Hashing } from '@accession/core/ports'
import { isDescriptorName } from './member-rules.ts'
import { readArchive } from './read-archive.ts'
import { withoutEnding, writeArchive } from './write-archive.ts'

/**
 * OVA: the files of an OVF set in one tar archive (DSP0243). A manifest or a certificate of the descriptor
 * is left out of what is packed: the manifest is made afresh, and a signature would not be over that.
 */
export const createOvaFormat = (hashing: Pick<Hashing, 'digest'>): ArchiveFormat => ({
  name: 'ova',
  itemType: 'ovf',
  unpack: readArchive,
  async pack(descriptor, others) {
    if (!isDescriptorName(descriptor.name)) return undefined
    const base = withoutEnding(descriptor.name)
    const isMadeAfresh = ({ name }: { readonly name: string }): boolean =>
      name.startsWith(base) && /^\.(mf|cert)$/i.test(name.slice(base.length))
    return writeArchive(hashing, [descriptor, ...others.filter((file) => !isMadeAfresh(file))])
  },
})
