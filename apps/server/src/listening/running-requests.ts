import type { ServerHttp2Session } from 'node:http2'
import { onceAnswered } from './http-server.ts'
import type { HttpServer, Incoming, Outgoing } from './http-server.ts'

/** The requests that a server is answering. */
export interface RunningRequests {
  /** Asks clients to close their connections after the answers they wait for. */
  endConnections(): void
  /** Resolves once none is left. */
  ended(): Promise<void>
}

/** Follows the requests of a server, from now on. */
export const followRequests = (server: HttpServer): RunningRequests => {
  const running = new Set<Outgoing>()
  const sessions = new Set<ServerHttp2Session>()
  let isEnding = false
  let whenNone: (() => void) | undefined

  // One for all: an answer closes once, so that nothing is to be made or taken away for it.
  const finish = function (this: Outgoing): void {
    running.delete(this)
    if (running.size === 0) whenNone?.()
  }

  // Before any other listener: an answer may begin within the next one.
  server.prependListener('request', (_incoming: Incoming, outgoing: Outgoing) => {
    running.add(outgoing)
    if (isEnding) endAfter(outgoing)
    outgoing.on('close', finish)
  })
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    if (isEnding) session.close()
  })

  return {
    endConnections() {
      isEnding = true
      for (const outgoing of running) endAfter(outgoing)
      // GOAWAY: what is open is still answered, and nothing new is begun.
      for (const session of sessions) session.close()
    },
    ended: () =>
      new Promise((resolve) => {
        if (running.size === 0) resolve()
        else whenNone = resolve
      }),
  }
}

/** Ends what carries the answer with it: also where the client would go on to send. */
const endAfter = (outgoing: Outgoing): void => {
  if ('shouldKeepAlive' in outgoing) outgoing.shouldKeepAlive = false
  else if (outgoing.stream.writableFinished) outgoing.stream.close()
  else onceAnswered(outgoing, () => outgoing.stream.close())
}
