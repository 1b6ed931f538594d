import { createClient, isApiError, type Client, type Credentials } from '@accession/client'
import type { Command } from 'commander'
import { createNodeFetch } from '../http/node-fetch.ts'
import { createOutput, type Output } from '../output/output.ts'
import { outputFormat } from '../output/output-format.ts'
import { changeProfile } from '../profiles/change-profiles.ts'
import { profilePath } from '../profiles/profile-path.ts'
import { readProfiles } from '../profiles/read-profiles.ts'
import { askPassword, givenPassword } from './find-password.ts'
import { findTarget, readCertificates, type Target } from './find-target.ts'
import type { ServerOptions } from './server-options.ts'
import { signIn } from './sign-in.ts'

/** What a command that talks to a server works with. */
export interface Session {
  readonly client: Client
  readonly output: Output
  /** Fires when the command is to stop. */
  readonly signal: AbortSignal
}

const signOutMs = 5_000

/** Runs a command's work with a client; a session that was begun for it ends with it. */
export const withClient = async (
  command: Command,
  signal: AbortSignal,
  run: (session: Session) => Promise<void>,
): Promise<void> => {
  const options = command.optsWithGlobals<ServerOptions>()
  const target = findTarget(options, process.env, await readProfiles(profilePath()))
  const send = await fetchFor(target)
  const { server, spelling } = target
  const connect = (credentials: Credentials): Client =>
    createClient({ server, fetch: send, ...(spelling && { spelling }), ...credentials })
  const client = await signedIn(target, options.passwordStdin ?? false, { connect, send, signal })
  try {
    await run({ client, output: createOutput(outputFormat(options)), signal })
  } finally {
    // The token runs out by itself; failing to end it early changes nothing for the command.
    await client.connection.signOut({ timeoutMs: signOutMs }).catch(() => undefined)
  }
}

/** Sends requests to a target, and trusts whom it says. */
export const fetchFor = async ({ server, insecure, ca }: Target): Promise<typeof fetch> =>
  createNodeFetch({
    ca: ca === undefined ? undefined : await readCertificates(ca),
    insecureOrigin: insecure ? new URL(server).origin : undefined,
  })

interface Means {
  readonly connect: (credentials: Credentials) => Client
  readonly send: typeof fetch
  readonly signal: AbortSignal
}

/** By the password that was handed in, else by what the profile keeps, else by asking. */
const signedIn = async (
  target: Target,
  fromStdin: boolean,
  { connect, send, signal }: Means,
): Promise<Client> => {
  const { user, profile, kept } = target
  const password = (await givenPassword(fromStdin)) ?? kept?.password
  if (password !== undefined) return connect({ user, password })
  if (kept?.token === undefined)
    return connect({ user, password: await askPassword(target, signal) })
  const client = connect({ token: kept.token })
  if (await isSignedIn(client, signal)) return client
  const token = await signIn(target, await askPassword(target, signal), send, signal)
  const path = profilePath()
  const { [profile]: before } = await readProfiles(path)
  if (before) await changeProfile(path, profile, { ...before, token })
  return connect({ token })
}

const isSignedIn = (client: Client, signal: AbortSignal): Promise<boolean> =>
  client.session.get({}, { signal }).then(
    () => true,
    (error: unknown) => {
      if (isApiError(error, 'UNAUTHENTICATED')) return false
      throw error
    },
  )
