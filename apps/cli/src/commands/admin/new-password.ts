import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { CommandError, usageError } from '../../command-error.ts'
import { askSecretly, canAsk } from '../../output/ask-secretly.ts'
import { warnOfPassword } from '../../output/warn-of-password.ts'
import type { AdminSession } from './with-admin.ts'

interface PasswordOptions {
  readonly passwordStdin?: boolean
  readonly passwordFile?: string
  readonly makePassword?: boolean
}

/** A password for a user, and whether it was made up here and has to be shown. */
export interface NewPassword {
  readonly password: string
  readonly isMade: boolean
}

/** Adds the ways to give a user a password. */
export const addPasswordOptions = (command: Command): Command =>
  command
    .option('--password-file <file>', 'read the password from a file')
    .option('--password-stdin', 'read the password from the standard input')
    .option('--make-password', 'make one up, and print it')

/** The password that the options name; asked for, twice, where they name none. */
export const newPassword = async (
  command: Command,
  name: string,
  { admin, output, signal }: AdminSession,
): Promise<NewPassword> => {
  const options = command.optsWithGlobals<PasswordOptions>()
  const { passwordStdin, passwordFile, makePassword } = options
  if ([passwordStdin, passwordFile, makePassword].filter(Boolean).length > 1)
    throw usageError('Give one of --password-file, --password-stdin and --make-password.')
  if (makePassword) return { password: admin.newPassword(), isMade: true }
  const password = await givenPassword(name, options, signal)
  warnOfPassword(password, output)
  return { password, isMade: false }
}

const givenPassword = async (
  name: string,
  { passwordStdin, passwordFile }: PasswordOptions,
  signal: AbortSignal,
): Promise<string> => {
  if (passwordFile !== undefined) return withoutLineEnd(await read(passwordFile))
  if (passwordStdin) return withoutLineEnd(await text(process.stdin))
  if (!canAsk())
    throw usageError(
      'There is no terminal to ask for the password: give --password-file, --password-stdin or --make-password.',
    )
  const password = await askSecretly(`Password for ${name}: `, signal)
  const again = await askSecretly('Again: ', signal)
  if (password !== again) throw new CommandError('The two are not the same: nothing was changed.')
  return password
}

const withoutLineEnd = (given: string): string => given.replace(/\r?\n$/, '')

const read = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`The password file ${path} cannot be read (${error.code ?? error.message}).`)
  })
