import { accessionError } from '../errors/index.ts'
import type { BlobParts } from '../ports/blob-parts.ts'
import { chunksUntilAborted } from '../ports/chunks-until-aborted.ts'

/** What the parts of a store need of it. */
export interface PartsPlace {
  readonly partSizeBytes: number
  /** Bytes of the blob that is stored under the id. */
  readonly sizeOf: (id: string) => number | undefined
  /** Stores a blob of these pieces. */
  readonly store: (id: string, pieces: readonly Uint8Array[]) => void
}

/** Uploads in parts, which a delete of their blobs ends. */
export interface MemoryParts {
  readonly parts: BlobParts
  /** Forgets what has been sent for a blob. */
  readonly end: (id: string) => void
}

interface Part {
  readonly tag: string
  readonly bytes: Uint8Array
}

/** Uploads in parts that live and die with the process. */
export const createMemoryParts = ({ partSizeBytes, sizeOf, store }: PartsPlace): MemoryParts => {
  const uploads = new Map<string, Map<number, Part>>()
  let tags = 0

  const uploadOf = (id: string): Map<number, Part> => {
    const upload = uploads.get(id)
    if (!upload) throw accessionError('accession.blob.deleted_meanwhile', [id])
    return upload
  }

  const parts: BlobParts = {
    partsMax: 10_000,
    partSize: () => partSizeBytes,

    async begin(id) {
      uploads.set(id, new Map())
      return 'memory'
    },

    async write(id, _upload, { number, bytes, size, signal }) {
      const pieces: Uint8Array[] = []
      for await (const chunk of chunksUntilAborted(bytes, signal)) pieces.push(chunk.slice())
      const whole = new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer())
      if (whole.byteLength !== size) throw new TypeError('A part has another size than it said')
      const tag = `tag-${++tags}`
      uploadOf(id).set(number, { tag, bytes: whole })
      return tag
    },

    async complete(id, _upload, wanted) {
      const known = sizeOf(id)
      if (known !== undefined) return known
      const upload = uploadOf(id)
      const pieces = wanted.map((tag, index) => {
        const part = upload.get(index + 1)
        const isFull = part?.bytes.byteLength === partSizeBytes || index === wanted.length - 1
        if (part?.tag === tag && isFull) return part.bytes
        const text = 'those of the parts that have arrived, each of one size but the last'
        throw accessionError('accession.argument.mistyped', ['The tags of the parts', text])
      })
      store(id, pieces)
      uploads.delete(id)
      return pieces.reduce((size, { byteLength }) => size + byteLength, 0)
    },
  }
  return { parts, end: (id) => void uploads.delete(id) }
}
