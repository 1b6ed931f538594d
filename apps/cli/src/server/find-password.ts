import { text } from 'node:stream/consumers'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { askSecretly, canAsk } from '../output/ask-secretly.ts'
import type { Target } from './find-target.ts'

/** The password that was handed in: on the standard input if asked, or in the environment. */
export const givenPassword = async (fromStdin: boolean): Promise<string | undefined> => {
  if (fromStdin) return (await text(process.stdin)).replace(/\r?\n$/, '')
  return process.env['ACCESSION_PASSWORD'] || undefined
}

/** Asks for the user's password; where nobody can be asked, says what to do instead. */
export const askPassword = (
  { user, server, profile, kept }: Target,
  signal: AbortSignal,
): Promise<string> => {
  if (canAsk()) return askSecretly(`Password of ${user} on ${server}: `, signal)
  const why = kept?.token
    ? `The session of profile ${profile} has ended`
    : `There is no password for ${user} on ${server}`
  throw new CommandError(
    `${why}: run \`accession login\`, set ACCESSION_PASSWORD, or send the password with --password-stdin.`,
    exitCodes.notAllowed,
  )
}
