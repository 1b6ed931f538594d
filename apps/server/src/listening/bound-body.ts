import { constants } from 'node:http2'
import type { ConnectionLimits } from './connection-limits.ts'
import { hasBody } from './has-body.ts'
import { isStream, onceAnswered } from './http-server.ts'
import type { Incoming, Outgoing } from './http-server.ts'
import { isTransfer } from './transfer-requests.ts'

/**
 * Cuts a body that does not come, or goes on and on after its answer: with its connection, or as a
 * stream by itself.
 */
export const boundBody = (
  incoming: Incoming,
  outgoing: Outgoing,
  { bodyMs, afterAnswerMs }: Pick<ConnectionLimits, 'bodyMs' | 'afterAnswerMs'>,
): void => {
  if (!hasBody(incoming)) return
  const cutAfter = (ms: number): void => {
    const timer = setTimeout(() => {
      if (!incoming.complete) cut(incoming)
    }, ms).unref()
    incoming.once('close', () => clearTimeout(timer))
  }
  if (!isTransfer(incoming)) cutAfter(bodyMs)
  onceAnswered(outgoing, () => {
    if (!incoming.complete) cutAfter(afterAnswerMs)
  })
}

const cut = (incoming: Incoming): void => {
  if (isStream(incoming)) incoming.stream.close(constants.NGHTTP2_CANCEL)
  else incoming.socket.destroy()
}
