import type { FileRole, ItemType, JudgedFile, PlainData, StoredFile } from '@accession/core/ports'
import { chunksOf } from '@accession/core/ports'
import type { DiscImage, RangedReader } from '../iso/disc-image.ts'
import { readDiscImage } from '../iso/read-disc-image.ts'

/** What is kept with an item of type iso. */
export interface IsoMetadata {
  readonly images: readonly IsoFile[]
}

/** A file that is named as an image. */
export interface IsoFile {
  readonly name: string
  /** What the image says of itself; null where the file is none, which is told and not refused. */
  readonly image: DiscImage | null
}

const isImage = (fileName: string): boolean => /\.iso$/i.test(fileName)

const roleOf = (fileName: string): FileRole => ({
  isKept: true,
  isInspected: isImage(fileName),
  isArchive: false,
  isInManifest: false,
})

const inspect = async (file: StoredFile): Promise<PlainData> => ({
  image: (await readDiscImage(rangesOf(file))) ?? null,
})

const rangesOf = ({ read, size }: StoredFile): RangedReader => ({
  async read({ start, end }) {
    if (start >= size) return new Uint8Array()
    const chunks = chunksOf(await read({ start, end: Math.min(end, size) }))
    const bytes = new Uint8Array(Math.min(end, size) - start)
    let count = 0
    for await (const chunk of chunks) {
      bytes.set(chunk, count)
      count += chunk.byteLength
    }
    return bytes
  },
})

/** What is known of each image: what was just read, else what was kept the last time. */
const imagesOf = (files: readonly JudgedFile[], before: PlainData | null): readonly IsoFile[] => {
  const kept = new Map(
    ((before?.['images'] ?? []) as readonly IsoFile[]).map((file) => [file.name, file.image]),
  )
  return files
    .filter(({ name }) => isImage(name))
    .map(({ name, inspection, isNew }) => {
      const image = (inspection?.['image'] ?? null) as DiscImage | null
      return { name, image: image ?? (isNew ? null : (kept.get(name) ?? null)) }
    })
}

/** Images of optical discs. Nothing is refused: what is no image is known as such. */
export const isoType: ItemType = {
  info: {
    type: 'iso',
    name: 'ISO Image',
    description: 'An image of an optical disc',
    vendor: 'Accession',
    version: '1.0',
  },
  roleOf,
  endings: { readWhole: [], manifest: [] },
  inspect,
  expectedDigest: () => undefined,
  judge(files, before) {
    const images = imagesOf(files, before)
    const metadata: IsoMetadata | null = images.length === 0 ? null : { images }
    return { missing: [], invalid: [], toDigest: [], metadata: metadata && { ...metadata } }
  },
  publishedText: () => undefined,
}
