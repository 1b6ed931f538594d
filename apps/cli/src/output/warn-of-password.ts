import type { Output } from './output.ts'

/** The least that NIST SP 800-63B lets anybody choose. */
const charactersMin = 8

/**
 * Warns of a password that is soon guessed. It is taken all the same, as the API takes it: what
 * scripts and other clients have set must go on working.
 */
export const warnOfPassword = (password: string, output: Output): void => {
  const { length } = Array.from(password)
  if (length > 0 && length < charactersMin)
    output.warn(
      `a password of fewer than ${charactersMin} characters is soon guessed: choose a longer one.`,
    )
}
