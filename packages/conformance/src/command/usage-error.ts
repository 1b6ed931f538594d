/** A command line that cannot be followed; its message says how it can. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
