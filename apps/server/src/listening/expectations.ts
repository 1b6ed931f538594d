import type { Server } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { bodyChunks } from './body-chunks.ts'
import { hasBody } from './has-body.ts'
import type { Incoming, Outgoing } from './http-server.ts'
import { isTransfer } from './transfer-requests.ts'

const waiting = new WeakMap<Incoming, Outgoing>()

/**
 * Clients that send `Expect: 100-continue` hold their body back until they are told to go on. For an
 * upload that is when its bytes are first asked for, so that one which is refused is never sent.
 */
export const answerExpectations = (server: Server): void => {
  server.on('checkContinue', (incoming: Incoming, outgoing: Outgoing) => {
    if (isTransfer(incoming)) waiting.set(incoming, outgoing)
    else outgoing.writeContinue()
    server.emit('request', incoming, outgoing)
  })
}

/** The bytes of a request's body, asked for where the client waits for that; undefined without one. */
export const bodyOf = (incoming: Incoming): AsyncIterable<Uint8Array> | undefined => {
  if (!hasBody(incoming)) return undefined
  const outgoing = waiting.get(incoming)
  return outgoing ? expectedBody(incoming, outgoing) : bodyChunks(incoming)
}

async function* expectedBody(
  incoming: Incoming,
  outgoing: Outgoing,
): AsyncGenerator<Uint8Array, void, undefined> {
  // An answer that is on its way goes first: then the client keeps its bytes.
  await setImmediate()
  if (outgoing.headersSent) return
  outgoing.writeContinue()
  yield* bodyChunks(incoming)
}
