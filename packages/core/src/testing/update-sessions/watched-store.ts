import type { Store } from '../../ports/store.ts'

/** A store that tells how many answers are awaited from it. */
export interface WatchedStore {
  readonly store: Store
  readonly awaited: () => number
}

/** Counts the calls of a store that are under way. */
export const watchStore = (inner: Store): WatchedStore => {
  let awaited = 0
  const counted = async <R>(call: Promise<R>): Promise<R> => {
    awaited++
    try {
      return await call
    } finally {
      awaited--
    }
  }
  const store: Store = {
    find: (table, query) => counted(inner.find(table, query)),
    findWith: (table, parents, query) => counted(inner.findWith(table, parents, query)),
    ids: (table, query) => counted(inner.ids(table, query)),
    commit: (changes) => counted(inner.commit(changes)),
  }
  return { store, awaited: () => awaited }
}
