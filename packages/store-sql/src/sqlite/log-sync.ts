import { unavailable } from './errors.ts'

/** Brings the log of commits to disk, off the event loop. */
export interface LogSync {
  /** Resolves once all that was committed before the call is on disk; callers share syncs. */
  sync(): Promise<void>
  /** The last sync that runs or waits for its turn; undefined where all that can be seen is on disk. */
  readonly pending: Promise<void> | undefined
}

/**
 * One sync at a time: while it runs, all who come wait for one more, since it may have begun before
 * their commit. After one that failed nobody can tell what is on disk: from then on all of them fail,
 * with SERVICE_UNAVAILABLE, until the file is opened anew.
 */
export const createLogSync = (syncNow: () => Promise<void>): LogSync => {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  const begin = async (): Promise<void> => {
    try {
      await syncNow()
    } catch (error) {
      throw unavailable(error)
    }
    running = undefined
  }
  const beginNext = async (): Promise<void> => {
    next = undefined
    return (running = begin())
  }

  return {
    async sync() {
      if (!running && !next) running = begin()
      else if (!next && running) next = running.then(beginNext)
      return next ?? running
    },
    get pending() {
      return next ?? running
    },
  }
}
