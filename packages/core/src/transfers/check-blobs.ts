import { isAccessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'

/** Whether the place of the bytes has room; rejects with what keeps it from being read. */
export const checkBlobs = async ({
  blobs,
  ids,
}: Pick<World, 'blobs' | 'ids'>): Promise<boolean> => {
  const [bytes] = await Promise.all([blobs.availableBytes(), readNothing(blobs, ids.uuid())])
  return bytes > 0
}

/** Only a place that can be read knows that a key is not there. */
const readNothing = async (blobs: World['blobs'], id: string): Promise<void> => {
  try {
    await (await blobs.read(id)).cancel()
  } catch (error) {
    if (!isAccessionError(error, 'NOT_FOUND')) throw error
  }
}
