import { isApiError } from '@accession/client'

const atOnce = 8

/** What each id names, in order, a few calls at once; what is gone by then, or undefined, is left out. */
export const getAll = async <T>(
  ids: readonly string[],
  get: (id: string) => Promise<T | undefined>,
): Promise<readonly T[]> => {
  const found: (T | undefined)[] = []
  const waiting = ids.entries()
  const work = async () => {
    for (const [index, id] of waiting) {
      found[index] = await get(id).catch((error: unknown) => {
        if (isApiError(error, 'NOT_FOUND')) return undefined
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return found.filter((one) => one !== undefined)
}
