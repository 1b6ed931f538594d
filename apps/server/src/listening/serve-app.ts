import type { Clock, Log } from '@accession/core/ports'
import { followCertificate } from '../tls/follow-certificate.ts'
import type { OpenCertificate } from '../tls/open-certificate.ts'
import type { PollAnswering } from './answer-polls.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { createHttpServer } from './create-http-server.ts'
import type { FetchCallback } from './create-http-server.ts'
import { createSecureServer } from './create-secure-server.ts'
import { listen } from './listen.ts'
import { followRequests } from './running-requests.ts'
import { stopServing } from './stop-serving.ts'
import type { StopOptions } from './stop-serving.ts'

export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** Plain http without one. */
  readonly certificate: OpenCertificate | undefined
  readonly limits: ConnectionLimits
  /** What answers polls of published libraries without the app. @default the app answers them */
  readonly polling?: PollAnswering | undefined
  readonly clock: Clock
  readonly log: Log
}

/** An app that is served. */
export interface ServedApp {
  readonly url: URL
  /** Takes no more connections, lets requests end, and then cuts what is left. */
  stop(options: Omit<StopOptions, 'clock'>): Promise<void>
}

/** Listens, with TLS where there is a certificate, which is followed from then on. */
export const serveApp = async (
  fetch: FetchCallback,
  { host, port, certificate, limits, polling, clock, log }: ServeOptions,
): Promise<ServedApp> => {
  const secure = certificate && createSecureServer(fetch, certificate.current, limits, polling)
  const server = secure ?? createHttpServer(fetch, limits, polling)
  const requests = followRequests(server)
  const url = await listen(server, host, port, secure ? 'https' : 'http')
  const following =
    secure && followCertificate(certificate, { clock, log, use: (next) => secure.useKeyPair(next) })
  return {
    url,
    async stop(options) {
      await following?.[Symbol.asyncDispose]()
      await stopServing(server, requests, { clock, ...options })
    },
  }
}
