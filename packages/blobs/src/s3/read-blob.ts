import type { ByteRange } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { openObject, reopenObject } from './open-object.ts'
import type { S3Client } from './s3-client.ts'
import { storageError } from './s3-error.ts'

/** Attempts to go on after breaks that brought no byte between them. */
const resumesMax = 3

/**
 * The bytes of an object. A connection that breaks, or is silent for so long while somebody reads,
 * is taken up where it broke, from the same object or not at all.
 */
export const readBlob = async (
  client: S3Client,
  id: string,
  range: ByteRange | undefined,
  idleMs: number,
): Promise<ReadableStream<Uint8Array>> => {
  checkBlobId(id)
  const opened = await openObject(client, id, range)
  const { end } = opened.range
  let position = opened.range.start
  let reader = opened.body?.getReader()
  let resumes = 0
  let isCancelled = false

  const takeOnce = async (): Promise<Uint8Array> => {
    const step = reader && (await withinTime(reader.read(), idleMs))
    if (step?.value) return step.value
    throw new Error(`The answer ended after byte ${position} of ${end}`)
  }

  const take = async (): Promise<Uint8Array> => {
    for (;;) {
      try {
        return await takeOnce()
      } catch (error) {
        void reader?.cancel().catch(() => undefined)
        if (isCancelled || ++resumes > resumesMax) throw storageError(error)
        reader = (await reopenObject(client, id, opened, position))?.getReader()
      }
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (position === end) controller.close()
      },
      async pull(controller) {
        const chunk = await take()
        if (isCancelled) return
        position += chunk.byteLength
        if (chunk.byteLength > 0) resumes = 0
        controller.enqueue(chunk)
        if (position >= end) controller.close()
      },
      async cancel(reason) {
        isCancelled = true
        await reader?.cancel(reason).catch(() => undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

const withinTime = async <T>(promise: Promise<T>, milliseconds: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const silent = (): void => reject(new Error(`No byte within ${milliseconds} ms`))
    const timer = setTimeout(silent, milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
