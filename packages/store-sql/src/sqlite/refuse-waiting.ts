import { classified, isBusy, unavailable } from './errors.ts'

/** What waits for the file, until its deadline on the clock of `performance`. */
export interface Waiting {
  readonly deadline: number
  readonly reject: (error: unknown) => void
}

/**
 * Nothing could begin: where the file is locked those with time left go on waiting, and are
 * answered; all others hear of the error.
 */
export const refuseWaiting = <W extends Waiting>(group: readonly W[], error: unknown): W[] => {
  const now = performance.now()
  return group.filter((each) => {
    if (isBusy(error) && each.deadline > now) return true
    each.reject(isBusy(error) ? unavailable(error) : classified(error))
    return false
  })
}
