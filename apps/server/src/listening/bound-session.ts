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
 * a silent stream is closed, and neither resets nor frames that ask for nothing but an answer may come
 * in floods. Node bounds invalid frames, acknowledgements that nobody reads, and memory by itself.
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

  const countFrame = floodGate(session, limits.controlFramesMax)
  session.on('ping', countFrame)
  session.on('remoteSettings', countFrame)
  const countReset = floodGate(session, limits.resetsMax)

  closeAfter(limits.headersMs)
  session.on('stream', (stream) => {
    open++
    clearTimeout(idle)
    stream.once('aborted', countReset)
    stream.setTimeout(limits.silentMs, () => stream.close(constants.NGHTTP2_CANCEL))
    stream.once('close', () => {
      if (--open === 0) closeAfter(limits.keepAliveMs)
    })
  })
  session.once('close', () => clearTimeout(idle))

  return {
    running: 0,
    closeIfIdle() {
      if (open === 0) close()
    },
  }
}

const floodWindowMs = 10_000

/** What is to be called for each of what may come so often within a while; past it the session ends. */
const floodGate = (session: ServerHttp2Session, max: number): (() => void) => {
  let count = 0
  let windowEndsAt = 0
  return () => {
    const now = performance.now()
    if (now >= windowEndsAt) {
      count = 0
      windowEndsAt = now + floodWindowMs
    }
    if (++count > max && !session.destroyed)
      session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM)
  }
}
