import { limits } from '../limits.ts'

/** A list of items as a version of its library has it. */
interface List {
  readonly kind: 'exact'
  readonly version: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The newest list of each of the libraries that were asked for last, as bytes. */
export interface RememberedLists {
  get(libraryId: string): List | undefined
  set(libraryId: string, list: List): void
}

/** An empty memory, which holds no more bytes than its limit: the lists used least lately go first. */
export const createRememberedLists = (
  bytesMax: number = limits.publishedListsBytesMax,
): RememberedLists => {
  const lists = new Map<string, List>()
  let held = 0
  const forget = (libraryId: string): void => {
    held -= lists.get(libraryId)?.bytes.byteLength ?? 0
    lists.delete(libraryId)
  }
  return {
    get(libraryId) {
      const list = lists.get(libraryId)
      if (list) {
        lists.delete(libraryId)
        lists.set(libraryId, list)
      }
      return list
    },
    set(libraryId, list) {
      forget(libraryId)
      lists.set(libraryId, list)
      held += list.bytes.byteLength
      for (const oldest of lists.keys()) {
        if (held <= bytesMax) break
        forget(oldest)
      }
    },
  }
}
