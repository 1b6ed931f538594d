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

const place = Symbol('place')

/** An answer that knows where it is among those under way. */
type Followed = Outgoing & { [place]?: number }

/** Follows the requests of a server, from now on. */
export const followRequests = (server: HttpServer): RunningRequests => {
  // Places that are used again, not a Set: V8 makes the table of one anew as it changes and links the
  // old one to it, so that, once one is old, all answers after it live until a full collection.
  const running: (Followed | undefined)[] = []
  const free: number[] = []
  const sessions = new Set<ServerHttp2Session>()
  let isEnding = false
  let whenNone: (() => void) | undefined

  const isNoneRunning = (): boolean => free.length === running.length

  // One for all: an answer closes once, so that nothing is to be made or taken away for it.
  const finish = function (this: Followed): void {
    const at = this[place]
    if (at === undefined) throw new Error('An answer that was not followed has closed')
    running[at] = undefined
    free.push(at)
    if (isNoneRunning()) whenNone?.()
  }

  // Before any other listener: an answer may begin within the next one.
  server.prependListener('request', (_incoming: Incoming, outgoing: Followed) => {
    const at = free.pop() ?? running.length
    running[at] = outgoing
    outgoing[place] = at
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
      for (const outgoing of running) if (outgoing) endAfter(outgoing)
      // GOAWAY: what is open is still answered, and nothing new is begun.
      for (const session of sessions) session.close()
    },
    ended: () =>
      new Promise((resolve) => {
        if (isNoneRunning()) resolve()
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
