/** How far something is, and how long it was held up by us, in milliseconds. */
interface Moving {
  readonly count: number
  readonly heldMs: number
}

/** How far a pull is, whatever it does at the moment. */
export interface Progress extends Moving {
  follow(moving: Moving): void
}

/** Stands at some bytes until it follows what moves them. */
export const createProgress = (count: number): Progress => {
  let current: Moving = { count, heldMs: 0 }
  return {
    get count() {
      return current.count
    },
    get heldMs() {
      return current.heldMs
    },
    follow(moving) {
      current = moving
    },
  }
}
