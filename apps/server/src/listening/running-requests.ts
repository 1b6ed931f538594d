import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** The requests that a server is answering. */
export interface RunningRequests {
  /** Asks clients to close their connections after the answers they wait for. */
  endConnections(): void
  /** Resolves once none is left. */
  ended(): Promise<void>
}

/** Follows the requests of a server, from now on. */
export const followRequests = (server: Server): RunningRequests => {
  const running = new Set<ServerResponse>()
  let isEnding = false
  let whenNone: (() => void) | undefined

  const finished = (outgoing: ServerResponse): void => {
    running.delete(outgoing)
    if (running.size === 0) whenNone?.()
  }

  // Before any other listener: an answer may begin within the next one.
  server.prependListener('request', (_incoming: IncomingMessage, outgoing: ServerResponse) => {
    running.add(outgoing)
    if (isEnding) outgoing.shouldKeepAlive = false
    outgoing.once('close', () => finished(outgoing))
  })

  return {
    endConnections() {
      isEnding = true
      for (const outgoing of running) outgoing.shouldKeepAlive = false
    },
    ended: () =>
      new Promise((resolve) => {
        if (running.size === 0) resolve()
        else whenNone = resolve
      }),
  }
}
