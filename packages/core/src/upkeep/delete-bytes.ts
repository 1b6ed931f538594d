import type { World } from '../world.ts'

/** How many are deleted at once where they have to be deleted singly. */
const singlyAtOnce = 8

/**
 * Deletes the bytes of blobs, all at once or, where that fails, singly; answers those that stay, and
 * why. Rejects where none can be deleted, so that it is not tried with each of many.
 */
export const deleteBytes = async (
  { blobs }: Pick<World, 'blobs'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, unknown>> => {
  const failures = new Map<string, unknown>()
  try {
    await blobs.delete(ids)
    return failures
  } catch (error) {
    if (ids.length === 1) return failures.set(ids[0] as string, error)
  }
  for (let start = 0; start < ids.length; start += singlyAtOnce) {
    const some = ids.slice(start, start + singlyAtOnce)
    const ends = await Promise.allSettled(some.map((id) => blobs.delete([id])))
    for (const [index, end] of ends.entries()) {
      if (end.status === 'rejected') failures.set(some[index] as string, end.reason)
    }
    const isFirst = start === 0 && ids.length > singlyAtOnce
    if (isFirst && failures.size === some.length) throw failures.get(some[0] as string)
  }
  return failures
}
