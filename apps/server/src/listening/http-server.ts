import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Server } from 'node:net'

/** A request by either protocol. */
export type Incoming = IncomingMessage | Http2ServerRequest

/** What answers a request by either protocol. */
export type Outgoing = ServerResponse | Http2ServerResponse

/** What listens: HTTP/1.1 alone, or both protocols over TLS on one port. */
export interface HttpServer extends Server {
  /** Closes the connections on which no request is running. */
  closeIdleConnections(): void
  /** Cuts every connection. */
  closeAllConnections(): void
}

/** Whether a request came as a stream of an HTTP/2 connection. */
export const isStream = (incoming: Incoming): incoming is Http2ServerRequest =>
  incoming.httpVersionMajor === 2

/** Calls back when the whole answer was handed over; a stream may be open longer, for its body. */
export const onceAnswered = (outgoing: Outgoing, callback: () => void): void => {
  if ('stream' in outgoing) outgoing.stream.once('finish', callback)
  else outgoing.once('finish', callback)
}
