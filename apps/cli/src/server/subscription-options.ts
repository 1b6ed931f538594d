import { readFile } from 'node:fs/promises'
import type { SubscriptionInfo } from '@accession/core/contract'
import type { Command } from 'commander'
import { usageError } from '../command-error.ts'

/** How somebody is known to a publisher, and the publisher to him. */
export interface SubscriptionOptions {
  readonly as?: string
  readonly passwordFile?: string
  readonly thumbprint?: string
}

/** Adds those options. */
export const addSubscriptionOptions = (command: Command): Command =>
  command
    .option('--as <user>', 'who signs in to the publisher (vcsp)')
    .option('--password-file <file>', 'a file that holds the password for the publisher')
    .option('--thumbprint <digest>', "SHA-256 of the publisher's certificate, to believe it alone")

/** What is followed, and how; the password is read from its file, a line break at its end is none of it. */
export const subscriptionTo = async (
  url: string,
  options: SubscriptionOptions,
): Promise<SubscriptionInfo> => ({
  subscription_url: url,
  authentication_method: 'NONE',
  ...(await changedSubscription(options)),
})

/** What is to change of that; what is not named stays as it is. */
export const changedSubscription = async ({
  as: user,
  passwordFile,
  thumbprint,
}: SubscriptionOptions): Promise<SubscriptionInfo> => {
  if (user !== undefined && passwordFile === undefined)
    throw usageError('--as needs --password-file: name a file that holds the password.')
  return {
    ...(user !== undefined && { user_name: user }),
    ...(passwordFile !== undefined && {
      authentication_method: 'BASIC',
      password: await readPassword(passwordFile),
    }),
    ...(thumbprint !== undefined && { ssl_thumbprint: thumbprint }),
  }
}

const readPassword = async (path: string): Promise<string> => {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw usageError(`The password cannot be read: ${reason}`)
  }
}
