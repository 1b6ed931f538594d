import type { Store } from '@accession/core/ports'

/** What was asked of a store: times that it was waited for, and whether something was committed. */
export interface Waits {
  readonly waits: number
  readonly isChange: boolean
}

/** A store that counts how often somebody waits for it. */
export interface CountingStore {
  readonly store: Store
  /** What was asked since it was last asked. */
  readonly take: () => Waits
}

/** Answers what is asked in one turn of the event loop together: as after one wait for a network. */
export const countWaits = (inner: Store): CountingStore => {
  let waits = 0
  let isChange = false
  let turn: Promise<void> | undefined
  const wait = (): Promise<void> => {
    turn ??= new Promise((resolve) => {
      setImmediate(() => {
        waits++
        turn = undefined
        resolve()
      })
    })
    return turn
  }
  return {
    store: {
      async find(table, query) {
        await wait()
        return inner.find(table, query)
      },
      async findWith(table, parents, query) {
        await wait()
        return inner.findWith(table, parents, query)
      },
      async ids(table, query) {
        await wait()
        return inner.ids(table, query)
      },
      async commit(changes) {
        isChange = true
        await wait()
        return inner.commit(changes)
      },
    },
    take() {
      const taken = { waits, isChange }
      waits = 0
      isChange = false
      return taken
    },
  }
}
