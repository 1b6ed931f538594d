/** The token that calls carry: handed in, or got by signing in when the first call needs it. */
export interface SessionToken {
  /** The token that is there, or one sign-in that all who ask meanwhile share. */
  get(): Promise<string>
  /** Drops a token that was refused, unless a newer one has taken its place; false where none can. */
  renew(refused: Promise<string>): boolean
  /** Forgets and answers the token of a sign-in, when there was one. */
  take(): Promise<string> | undefined
}

/** Holds a token; without one handed in, `signIn` gets it. */
export const createSessionToken = (
  given: string | undefined,
  signIn: () => Promise<string>,
): SessionToken => {
  let current = given === undefined ? undefined : Promise.resolve(given)
  return {
    get() {
      if (current) return current
      const attempt = signIn()
      current = attempt
      attempt.catch(() => {
        if (current === attempt) current = undefined
      })
      return attempt
    },
    renew(refused) {
      if (given !== undefined) return false
      if (current === refused) current = undefined
      return true
    },
    take() {
      if (given !== undefined) return undefined
      const taken = current
      current = undefined
      return taken
    },
  }
}
