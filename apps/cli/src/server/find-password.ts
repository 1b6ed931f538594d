import { text } from 'node:stream/consumers'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { askSecretly, canAsk } from '../output/ask-secretly.ts'
import type { ServerOptions } from './server-options.ts'

/** The user's password: from the standard input if asked, from the environment, or asked for. */
export const findPassword = async (
  { passwordStdin = false, server, user }: ServerOptions,
  signal: AbortSignal,
): Promise<string> => {
  if (passwordStdin) return (await text(process.stdin)).replace(/\r?\n$/, '')
  const given = process.env['ACCESSION_PASSWORD']
  if (given) return given
  if (canAsk()) return askSecretly(`Password of ${user} on ${server}: `, signal)
  throw new CommandError(
    `There is no password for ${user} on ${server}: set ACCESSION_PASSWORD, or send it with --password-stdin.`,
    exitCodes.notAllowed,
  )
}
