import { onTestFinished } from 'vitest'
import { connectionLimits } from '../../src/listening/connection-limits.ts'
import type { ConnectionLimits } from '../../src/listening/connection-limits.ts'
import { createSecureServer } from '../../src/listening/create-secure-server.ts'
import type { SecureServer } from '../../src/listening/create-secure-server.ts'
import { bodyOf } from '../../src/listening/expectations.ts'
import type { Incoming } from '../../src/listening/http-server.ts'
import { listen } from '../../src/listening/listen.ts'
import { selfSignedCertificate } from '../../src/tls/self-signed-certificate.ts'

/** How a test answers a request. */
export type Answer = (incoming: Incoming) => Response | Promise<Response>

/** The names of the certificate of tests. */
export const names: readonly string[] = ['localhost', '127.0.0.1', '::1']

/** The certificate of tests. */
export const certificate = await selfSignedCertificate({ folder: undefined, names })

/** Serves over TLS on a free port until the test has ended. */
export const serve = async (answer: Answer, limits: Partial<ConnectionLimits> = {}) => {
  const server = createSecureServer((_request, { incoming }) => answer(incoming), certificate, {
    ...connectionLimits,
    ...limits,
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { server, url: await listen(server, '127.0.0.1', 0, 'https') }
}

/** Answers how many bytes came. */
export const readAll: Answer = async (incoming) => {
  let size = 0
  for await (const chunk of bodyOf(incoming) ?? []) size += chunk.byteLength
  return new Response(`${size} bytes`)
}

/** Answers at once, and throws away what the client sends on. */
export const refuse: Answer = (incoming) => {
  void Promise.resolve(readAll(incoming)).catch(() => undefined)
  return new Response('no', { status: 404 })
}

/** The head of an upload. */
export const upload = { ':method': 'PUT', ':path': '/transfers/upload/1' }

/** How many connections are open on the side of the server. */
export const connectionsOf = (server: SecureServer): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, open) => resolve(open)))
