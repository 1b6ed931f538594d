import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { answerPolls } from './answer-polls.ts'
import type { PollAnswering } from './answer-polls.ts'
import { Http1Answer } from './answers.ts'
import { boundBody } from './bound-body.ts'
import { followUnasked } from './close-unasked.ts'
import { connectionLimits } from './connection-limits.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { answerExpectations } from './expectations.ts'

/** What answers requests: the `fetch` of an app, handed Node's own objects beside. */
export type FetchCallback = Parameters<typeof getRequestListener>[0]

/** The bounds that Node itself keeps for HTTP/1.1. */
export const http1Options = (limits: ConnectionLimits) => ({
  maxHeaderSize: limits.headerBytesMax,
  headersTimeout: limits.headersMs,
  // Uploads take as long as they take; a body that is no upload is bounded by itself.
  requestTimeout: 0,
  keepAliveTimeout: limits.keepAliveMs,
  connectionsCheckingInterval: Math.min(limits.headersMs, 5000),
  noDelay: true,
})

/** Makes a bounded server of HTTP/1.1, which does not listen yet. */
export const createHttpServer = (
  fetch: FetchCallback,
  limits: ConnectionLimits = connectionLimits,
  polling?: PollAnswering,
): Server => {
  const listener = getRequestListener(fetch, { autoCleanupIncoming: false })
  const server = createServer(
    { ...http1Options(limits), ServerResponse: Http1Answer },
    polling ? answerPolls(polling, listener) : listener,
  )
  server.maxConnections = limits.connectionsMax
  server.maxHeadersCount = limits.headersCountMax
  server.timeout = limits.silentMs
  answerExpectations(server)
  const closeUnasked = followUnasked(server, limits)
  server.on('drop', () => {
    server.closeIdleConnections()
    closeUnasked()
  })
  server.on('request', (incoming, outgoing) => boundBody(incoming, outgoing, limits))
  return server
}
