import type { ArchiveFormat, FileToPack } from '@accession/core/ports'
import { filesOf } from '../ovf/files-of.ts'
import { isDescriptorName } from './member-rules.ts'
import { readArchive } from './read-archive.ts'
import { withoutEnding, writeArchive } from './write-archive.ts'

/**
 * OVA: the files of an OVF set in one tar archive (DSP0243), the descriptor first, the others in
 * the order in which it names them. A manifest or a certificate of the descriptor is left out of
 * what is packed: the manifest is made afresh, and a signature would not be over that.
 */
export const ovaFormat: ArchiveFormat = {
  name: 'ova',
  unpack: readArchive,
  async pack(hashing, descriptor, others) {
    if (!isDescriptorName(descriptor.name)) return undefined
    const base = withoutEnding(descriptor.name)
    const isMadeAfresh = ({ name }: FileToPack): boolean =>
      name.startsWith(base) && /^\.(mf|cert)$/i.test(name.slice(base.length))
    const packed = others.filter((file) => !isMadeAfresh(file))
    return writeArchive(hashing, [descriptor, ...(await inOrder(descriptor, packed))])
  },
}

/** As the descriptor names them; what it does not name comes last. */
const inOrder = async (
  descriptor: FileToPack,
  files: readonly FileToPack[],
): Promise<readonly FileToPack[]> => {
  // Loaded late, with the XML parser: who packs nothing does without.
  const { readDescriptor } = await import('../ovf/read-descriptor.ts')
  const there = new Set(files.map(({ name }) => name))
  const needed = filesOf(await readDescriptor(descriptor.read()), (name) => there.has(name))
  const named = needed.map(({ name }) => name)
  const places = new Map(named.map((name, index) => [name, index]))
  const placeOf = ({ name }: FileToPack): number => places.get(name) ?? named.length
  return files.toSorted((a, b) => placeOf(a) - placeOf(b))
}
