import { readFile } from 'node:fs/promises'
import { CommandError, usageError } from '../../command-error.ts'
import { askSecretly, canAsk } from '../../output/ask-secretly.ts'

/** Where the passwords of a library's subscribers are, so that no command line shows them. */
export interface PublishPasswordOptions {
  readonly newPasswordFile?: string
  readonly currentPasswordFile?: string
}

/** The new password that the options name; asked for, twice, where they name none. */
export const newPublishPassword = async (
  { newPasswordFile: file }: PublishPasswordOptions,
  library: string,
  signal: AbortSignal,
): Promise<string> => {
  if (file !== undefined) return readPassword(file)
  if (!canAsk())
    throw usageError('There is no terminal to ask for the password: give --new-password-file.')
  const password = await askSecretly(`New password for subscribers of ${library}: `, signal)
  const again = await askSecretly('Again: ', signal)
  if (password === again) return password
  throw new CommandError('The two are not the same: nothing was changed.')
}

/** The password that subscribers have now; asked for where the options name none. */
export const currentPublishPassword = async (
  { currentPasswordFile: file }: PublishPasswordOptions,
  library: string,
  signal: AbortSignal,
): Promise<string> => {
  if (file !== undefined) return readPassword(file)
  if (canAsk()) return askSecretly(`Current password for subscribers of ${library}: `, signal)
  throw usageError(
    `Subscribers of ${library} have a password, which this needs: give --current-password-file.`,
  )
}

const readPassword = async (path: string): Promise<string> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`The password file ${path} cannot be read (${error.code ?? error.message}).`)
  })
  return text.replace(/\r?\n$/, '')
}
