import { constants, createSecureServer as createHttp2Server } from 'node:http2'
import type {
  Http2SecureServer,
  Http2ServerRequest,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { answerUnlessGone } from './answer-unless-gone.ts'
import { answerPolls } from './answer-polls.ts'
import type { PollAnswering } from './answer-polls.ts'
import { Http1Answer, Http2Answer } from './answers.ts'
import { boundBody } from './bound-body.ts'
import { boundSession } from './bound-session.ts'
import type { BoundSession } from './bound-session.ts'
import { followUnasked } from './close-unasked.ts'
import { connectionLimits } from './connection-limits.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { http1Options } from './create-http-server.ts'
import type { FetchCallback } from './create-http-server.ts'
import { answerExpectations } from './expectations.ts'
import { isStream } from './http-server.ts'
import type { HttpServer, Incoming, Outgoing } from './http-server.ts'

/** A key and its certificate, with those that vouch for it, in PEM. */
export interface KeyPair {
  readonly key: string
  readonly cert: string
}

/** A server of both protocols over TLS. */
export type SecureServer = Http2SecureServer &
  HttpServer & {
    /** Shows this certificate from the next connection on. */
    useKeyPair(pair: KeyPair): void
  }

/** What protocols of TLS are spoken. */
const secureContext = ({ key, cert }: KeyPair) => ({ key, cert, minVersion: 'TLSv1.2' }) as const

/** Makes a bounded server of HTTP/2 and HTTP/1.1 over TLS, which does not listen yet. */
export const createSecureServer = (
  fetch: FetchCallback,
  pair: KeyPair,
  limits: ConnectionLimits = connectionLimits,
  polling?: PollAnswering,
): SecureServer => {
  const server = createHttp2Server({
    ...http1Options(limits),
    ...http2Options(limits),
    ...secureContext(pair),
    allowHTTP1: true,
    Http1ServerResponse: Http1Answer,
    Http2ServerResponse: Http2Answer,
    handshakeTimeout: limits.headersMs,
  })
  // Some releases of Node have bounds of their own here, whatever the options say.
  Object.assign(server, http1Options(limits), {
    maxHeadersCount: limits.headersCountMax,
    timeout: limits.silentMs,
  })
  server.maxConnections = limits.connectionsMax
  answerExpectations(server)

  const sockets = followSockets(server)
  const sessions = boundSessions(server, limits)
  const listener = getRequestListener(answerUnlessGone(fetch), { autoCleanupIncoming: false })
  const http1Listener = polling ? answerPolls(polling, listener) : listener
  server.on('request', (incoming: Incoming, outgoing: Outgoing) => {
    boundBody(incoming, outgoing, limits)
    if (!isStream(incoming)) http1Listener(incoming, outgoing as Http1Answer)
    else if (hasLargeHeaders(incoming, limits)) refuseHeaders(outgoing)
    else sessions.answer(incoming.stream, () => listener(incoming, outgoing))
  })

  // What closes those of HTTP/1.1, and is missing from Node's types.
  const { closeIdleConnections } = server as Http2SecureServer & Partial<HttpServer>
  const secure = Object.assign(server, {
    closeIdleConnections() {
      closeIdleConnections?.call(server)
      sessions.closeIdle()
    },
    closeAllConnections() {
      for (const socket of sockets) socket.destroy()
    },
    useKeyPair: (next: KeyPair) => server.setSecureContext(secureContext(next)),
  })
  const closeUnasked = followUnasked(secure, limits)
  server.on('drop', () => {
    secure.closeIdleConnections()
    closeUnasked()
  })
  return secure
}

const http2Options = (limits: ConnectionLimits) => ({
  // A header's method, scheme, authority and path count as well.
  maxHeaderListPairs: limits.headersCountMax + 4,
  settings: {
    enablePush: false,
    initialWindowSize: limits.streamWindowBytes,
    maxConcurrentStreams: limits.streamsMax,
    maxHeaderListSize: limits.headerBytesMax,
  },
})

const refuseHeaders = (outgoing: Outgoing): void => {
  outgoing.statusCode = 431
  outgoing.end()
}

/** Node holds a client to the bound that it was told of; one that did not say it knows goes free. */
const hasLargeHeaders = (
  { rawHeaders }: Http2ServerRequest,
  { headerBytesMax }: ConnectionLimits,
): boolean => {
  const overhead = 16 * rawHeaders.length
  return rawHeaders.reduce((size, text) => size + text.length, overhead) > headerBytesMax
}

const followSockets = (server: Http2SecureServer): ReadonlySet<Socket> => {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

interface BoundSessions {
  /** Lets a request be answered; refuses it, so that it may be sent again, where there are too many. */
  answer(stream: ServerHttp2Stream, work: () => Promise<unknown>): void
  closeIdle(): void
}

const boundSessions = (server: Http2SecureServer, limits: ConnectionLimits): BoundSessions => {
  const sessions = new Map<ServerHttp2Session, BoundSession>()
  let runningOfAll = 0
  let accepted: Socket | undefined
  // The session of a connection is made, and told of, within this very event.
  server.prependListener('secureConnection', (socket: Socket) => (accepted = socket))
  server.on('session', (session: ServerHttp2Session) => {
    if (!accepted) throw new Error('A session came without a connection')
    sessions.set(session, boundSession(session, accepted, limits))
    session.once('close', () => sessions.delete(session))
  })
  return {
    answer(stream, work) {
      const session = stream.session && sessions.get(stream.session as ServerHttp2Session)
      if (
        !session ||
        session.running >= limits.streamsMax ||
        runningOfAll >= limits.streamsOfAllMax
      ) {
        stream.close(constants.NGHTTP2_REFUSED_STREAM)
        return
      }
      runningOfAll++
      session.running++
      void work()
        .catch((error: Error) => stream.destroy(error))
        .finally(() => {
          runningOfAll--
          session.running--
        })
    },
    closeIdle() {
      for (const session of sessions.values()) session.closeIfIdle()
    },
  }
}
