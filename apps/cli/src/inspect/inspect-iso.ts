import { open } from 'node:fs/promises'
import { readDiscImage, type DiscImage } from '@accession/item-types/iso'
import type { LocalFile } from '../files/local-file.ts'
import type { Inspection } from './inspection.ts'

/** Looks at the first blocks of a file that may be a disc image. */
export const inspectIso = async (file: LocalFile): Promise<Inspection> => {
  const { name, size } = file
  return { name, kind: 'iso', size, ...discFacts(name, size, await readLocalDisc(file)) }
}

/** What a file on this machine says of itself as a disc image; undefined where it is none. */
export const readLocalDisc = async ({ path }: LocalFile): Promise<DiscImage | undefined> => {
  const handle = await open(path, 'r')
  try {
    return await readDiscImage({
      async read({ start, end }) {
        const { buffer, bytesRead } = await handle.read(new Uint8Array(end - start), {
          position: start,
        })
        return buffer.subarray(0, bytesRead)
      },
    })
  } finally {
    await handle.close()
  }
}

/** What is told of a disc image, or of what is none: a warning, for machines may boot from it all the same. */
export const discFacts = (
  name: string,
  size: number | undefined,
  disc: DiscImage | undefined,
): Pick<Inspection, 'disc' | 'problems' | 'warnings'> => {
  if (!disc)
    return { problems: [], warnings: [`${name} is no disc image: neither ISO 9660 nor UDF.`] }
  const isCut = disc.size !== undefined && size !== undefined && disc.size > size
  const cut = `${name} is cut: its volume has ${disc.size} bytes, and the file ${size}.`
  return { disc, problems: [], warnings: isCut ? [cut] : [] }
}
