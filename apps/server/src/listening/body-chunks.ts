import { isStream } from './http-server.ts'
import type { Incoming } from './http-server.ts'

/** Bytes that wait to be taken before the client is held back. */
const waitingBytesMax = 64 * 1024

interface Taker {
  readonly resolve: (result: IteratorResult<Uint8Array>) => void
  readonly reject: (error: Error) => void
}

/**
 * The chunks of a request's body as the socket brings them. A stream's own iterator copies together
 * what has gathered, which costs a large upload a copy of each byte. Leaving early ends the request.
 */
export const bodyChunks = (incoming: Incoming): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]() {
    const chunks: Uint8Array[] = []
    let waitingBytes = 0
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
    incoming.on('data', (chunk: Uint8Array) => {
      if (taker) {
        taker.resolve({ done: false, value: chunk })
        taker = undefined
        return
      }
      chunks.push(chunk)
      waitingBytes += chunk.byteLength
      if (waitingBytes >= waitingBytesMax) incoming.pause()
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
          const chunk = chunks.shift()
          if (chunk) {
            waitingBytes -= chunk.byteLength
            if (waitingBytes < waitingBytesMax && incoming.isPaused()) incoming.resume()
            resolve({ done: false, value: chunk })
          } else if (failure) reject(failure)
          else if (isAtEnd) resolve({ done: true, value: undefined })
          else taker = { resolve, reject }
        }),
      return() {
        incoming.destroy()
        end()
        return Promise.resolve({ done: true, value: undefined })
      },
    }
  },
})
