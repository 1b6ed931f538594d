import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createHash } from 'node:crypto'
import { usageError } from '../command-error.ts'

const pieceBytes = 1024 * 1024

/** A file of this machine, to be uploaded. */
export interface LocalFile {
  readonly path: string
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** Looks at a file before anything is sent; only plain files can be uploaded. */
export const lookAtFile = async (path: string): Promise<LocalFile> => {
  const found = await findFile(path)
  if (!found) {
    const hint = /^https?:\/\//i.test(path) ? ' With --pull the server fetches what is there.' : ''
    throw usageError(`There is no file ${path}.${hint}`)
  }
  return found
}

/** The same where the file may be missing. */
export const findFile = async (path: string): Promise<LocalFile | undefined> => {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw usageError(`${path} cannot be read (${error.code}).`)
  })
  if (!facts) return undefined
  if (!facts.isFile()) throw usageError(`${path} is not a file: name the files themselves.`)
  return { path, name: basename(path), size: facts.size }
}

/** The bytes of a file, read as they are wanted. */
export const openFile = async ({ path }: LocalFile): Promise<ReadableStream<Uint8Array>> => {
  const handle = await open(path, 'r')
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytesRead, buffer } = await handle.read(new Uint8Array(pieceBytes))
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
        else {
          controller.close()
          await handle.close()
        }
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 1 },
  )
}

/** The bytes of a file, to be looped over. */
export async function* readFileBytes(file: LocalFile): AsyncGenerator<Uint8Array, void, undefined> {
  // Not every Node.js that runs this says that its streams can be looped over.
  const stream = (await openFile(file)) as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>
  yield* stream
}

/** A digest as manifests name it. */
export type DigestName = 'SHA1' | 'SHA256' | 'SHA512'

/** The digest of a file, in hexadecimal; tells how many bytes were read so far. */
export const hashFile = async (
  file: LocalFile,
  algorithm: DigestName,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> => {
  const hash = createHash(algorithm)
  let bytes = 0
  for await (const piece of readFileBytes(file)) {
    signal.throwIfAborted()
    hash.update(piece)
    bytes += piece.byteLength
    onProgress(bytes)
  }
  return hash.digest('hex')
}
