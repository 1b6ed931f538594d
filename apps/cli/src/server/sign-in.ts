import { createConnection } from '@accession/client'
import { contract } from '@accession/core/contract'
import type { Target } from './find-target.ts'

/** Begins a session on a server and answers its token, which runs out when it is not used. */
export const signIn = (
  { server, user, spelling }: Target,
  password: string,
  send: typeof fetch,
  signal: AbortSignal,
): Promise<string> => {
  const encoded = Buffer.from(`${user}:${password}`).toString('base64')
  const connection = createConnection({
    server,
    ...(spelling && { spelling }),
    // The one call whose credentials are a user's; the connection would keep its token to itself.
    token: '',
    fetch: (input, init) => {
      const headers = new Headers(init?.headers)
      headers.delete('vmware-api-session-id')
      headers.set('authorization', `Basic ${encoded}`)
      return send(input, { ...init, headers })
    },
  })
  return connection.call(contract.session.create, {}, { signal })
}
