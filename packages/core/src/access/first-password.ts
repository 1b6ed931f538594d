import type { World } from '../world.ts'

/** The password of a first user, and its hash, which is being made. */
export interface FirstPassword {
  readonly text: string
  /** Nobody gave it: it is to be shown once. */
  readonly isMadeUp: boolean
  readonly hash: Promise<string>
}

/**
 * Makes up a password where none is given, and begins its hash, which takes longer than to open a
 * catalog: a host that expects to make its first user begins before it opens one.
 */
export const beginFirstPassword = (
  { ids, passwords }: Pick<World, 'ids' | 'passwords'>,
  given: string | undefined,
): FirstPassword => {
  const text = given ?? ids.secret()
  const hash = passwords.hash(text)
  // Whoever makes the user meets a failure; where there is one already, nobody does.
  hash.catch(() => undefined)
  return { text, isMadeUp: given === undefined, hash }
}
