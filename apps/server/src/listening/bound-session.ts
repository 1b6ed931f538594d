import { constants } from 'node:http2'
import type { ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import type { ConnectionLimits } from './connection-limits.ts'

/** A connection of HTTP/2 that is bounded. */
export interface BoundSession {
  /** Requests that are worked on, also those whose stream was reset. */
  running: number
  /** Closes the connection unless a request is open on it. */
  closeIfIdle(): void
}

/**
 * Bounds a connection of HTTP/2 as others are bounded: it closes when it has no request for a while,
 * a silent stream is closed, and frames that ask for nothing but an answer may not come in floods.
 * What Node bounds by itself: resets, invalid frames, acknowledgements that nobody reads, memory.
 */
export const boundSession = (
  session: ServerHttp2Session,
  socket: Socket,
  limits: ConnectionLimits,
): BoundSession => {
  let open = 0
  let idle: NodeJS.Timeout | undefined

  const close = (): void => {
    if (!session.destroyed) session.close()
    // A peer that keeps silent would keep its half of the connection.
    const timer = setTimeout(() => socket.destroy(), limits.afterAnswerMs).unref()
    socket.once('close', () => clearTimeout(timer))
  }
  const closeAfter = (ms: number): void => {
    clearTimeout(idle)
    idle = setTimeout(close, ms).unref()
  }

  closeAfter(limits.headersMs)
  session.on('stream', (stream) => {
    open++
    clearTimeout(idle)
    stream.setTimeout(limits.silentMs, () => stream.close(constants.NGHTTP2_CANCEL))
    stream.once('close', () => {
      if (--open === 0) closeAfter(limits.keepAliveMs)
    })
  })
  session.once('close', () => clearTimeout(idle))
  boundControlFrames(session, limits.controlFramesMax)

  return {
    running: 0,
    closeIfIdle() {
      if (open === 0) close()
    },
  }
}

const controlWindowMs = 10_000

const boundControlFrames = (session: ServerHttp2Session, max: number): void => {
  let count = 0
  let windowEndsAt = 0
  const countOne = (): void => {
    const now = performance.now()
    if (now >= windowEndsAt) {
      count = 0
      windowEndsAt = now + controlWindowMs
    }
    if (++count > max && !session.destroyed)
      session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM)
  }
  session.on('ping', countOne)
  session.on('remoteSettings', countOne)
}
