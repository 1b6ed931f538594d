import { isStream } from './http-server.ts'
import type { Incoming } from './http-server.ts'

interface Taker {
  readonly resolve: (result: IteratorResult<Uint8Array>) => void
  readonly reject: (error: Error) => void
}

/**
 * The chunks of a request's body as the socket brings them, each when it is asked for: what waits is
 * the one that the stream holds, and past it the client is held back. A stream's own iterator copies
 * together what has gathered, which costs a large upload a copy of each byte. Leaving early ends the
 * request.
 */
export const bodyChunks = (incoming: Incoming): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]() {
    let taker: Taker | undefined
    let isAtEnd = false
    let failure: Error | undefined

    const end = (error?: Error): void => {
      if (isAtEnd) return
      isAtEnd = true
      failure = error
      if (failure) taker?.reject(failure)
      else taker?.resolve({ done: true, value: undefined })
      taker = undefined
    }
    // Paused before it is listened to, a stream does not begin by itself.
    incoming.pause()
    incoming.on('data', (chunk: Uint8Array) => {
      incoming.pause()
      taker?.resolve({ done: false, value: chunk })
      taker = undefined
    })
    incoming.once('end', () => {
      // A stream of HTTP/2 that was reset may end as one that came whole does.
      const isReset = isStream(incoming) && incoming.aborted
      end(isReset ? new Error('The stream was reset within the body') : undefined)
    })
    incoming.on('error', end)
    incoming.once('close', () => end(new Error('The connection was closed within the body')))
    if (incoming.destroyed && !incoming.readableEnded)
      end(incoming.errored ?? new Error('The connection was closed before the body'))

    return {
      next: () =>
        new Promise((resolve, reject) => {
          if (failure) reject(failure)
          else if (isAtEnd) resolve({ done: true, value: undefined })
          else {
            taker = { resolve, reject }
            incoming.resume()
          }
        }),
      return() {
        incoming.destroy()
        end()
        return Promise.resolve({ done: true, value: undefined })
      },
    }
  },
})
