import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { connectionLimits } from './connection-limits.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { answerExpectations } from './expectations.ts'
import { isTransfer } from './transfer-requests.ts'

/** What answers requests: the `fetch` of an app, handed Node's own objects beside. */
export type FetchCallback = Parameters<typeof getRequestListener>[0]

/** Makes a bounded server, which does not listen yet. */
export const createHttpServer = (
  fetch: FetchCallback,
  limits: ConnectionLimits = connectionLimits,
): Server => {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: limits.headersMs,
      // Uploads take as long as they take; a body that is no upload is bounded below.
      requestTimeout: 0,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(limits.headersMs, 5000),
      noDelay: true,
    },
    getRequestListener(fetch, { autoCleanupIncoming: false }),
  )
  server.maxConnections = limits.connectionsMax
  server.maxHeadersCount = limits.headersCountMax
  server.timeout = limits.silentMs
  answerExpectations(server)
  server.on('drop', () => server.closeIdleConnections())
  server.on('request', (incoming, outgoing) => {
    if (hasBody(incoming)) boundBody(incoming, outgoing, limits)
  })
  return server
}

/** Cuts the connection of a body that does not come, or goes on and on after its answer. */
const boundBody = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { bodyMs, afterAnswerMs }: ConnectionLimits,
): void => {
  const cutAfter = (ms: number): void => {
    const timer = setTimeout(() => {
      if (!incoming.complete) incoming.socket.destroy()
    }, ms).unref()
    incoming.once('close', () => clearTimeout(timer))
  }
  if (!isTransfer(incoming)) cutAfter(bodyMs)
  outgoing.once('finish', () => {
    if (!incoming.complete) cutAfter(afterAnswerMs)
  })
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
