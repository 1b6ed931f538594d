import { createClient, type Client } from '@accession/client'
import type { Command } from 'commander'
import { usageError } from '../command-error.ts'
import { createOutput, type Output } from '../output/output.ts'
import { findPassword } from './find-password.ts'
import type { ServerOptions } from './server-options.ts'

/** What a command that talks to a server works with. */
export interface Session {
  readonly client: Client
  readonly output: Output
  /** Fires when the command is to stop. */
  readonly signal: AbortSignal
}

const signOutMs = 5_000

/** Runs a command's work with a client, and signs out afterwards. */
export const withClient = async (
  command: Command,
  signal: AbortSignal,
  run: (session: Session) => Promise<void>,
): Promise<void> => {
  const options = command.optsWithGlobals<ServerOptions>()
  if (!/^https?:$/.test(protocolOf(options.server))) {
    throw usageError(
      `--server must be an address such as http://127.0.0.1:4443, not ${options.server}`,
    )
  }
  const client = createClient({
    server: options.server,
    user: options.user,
    password: await findPassword(options, signal),
    spelling: options.spelling,
  })
  try {
    await run({ client, output: createOutput(options.json ?? false), signal })
  } finally {
    // The token runs out by itself; failing to end it early changes nothing for the command.
    await client.connection.signOut({ timeoutMs: signOutMs }).catch(() => undefined)
  }
}

const protocolOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).protocol : ''
