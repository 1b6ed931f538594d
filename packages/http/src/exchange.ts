import type { World } from '@accession/core'
import type { Asked } from '@accession/core/ports'
import type { Context } from 'hono'
import type { Host } from './host.ts'
import { clientAddressOf } from './request/client-address.ts'
import { requestLog } from './request-log.ts'

/** One request on its way through the layers, and what they learn of it. */
export interface Exchange {
  readonly host: Host
  readonly context: Context
  readonly requestId: string
  /** Where the client is, as far as it is known; read while its connection is sure to be there. */
  readonly address: string
  /** The world, with a log that tells the request of every line. */
  readonly world: World
  /** The name of who is signed in, once that is known. */
  user: string | undefined
  /** What is asked for, once that is known: metrics tell it. */
  asked: Asked
  /** What a JSON-RPC call names itself by, once that has been read: its answer repeats it. */
  callId: string | number | undefined
  /**
   * Lets work on the request's body end: beside the answer, or before it where the runtime would drop
   * the body, and with it the connection, at the answer.
   */
  settle(work: Promise<void>): Promise<void>
}

/** Opens the exchange of a request. */
export const openExchange = (host: Host, context: Context): Exchange => {
  const requestId = host.world.ids.uuid()
  const address = clientAddressOf(host, context)
  const log = requestLog(host.world.log, requestId, address)
  return {
    host,
    context,
    requestId,
    address,
    world: { ...host.world, ...host.requestWorld(context), log },
    user: undefined,
    asked: 'other',
    callId: undefined,
    async settle(work) {
      const settled = work.catch((cause: unknown) => log.error('http.afterwards_failed', cause))
      if (hasExecution(context)) await settled
    },
  }
}

/** Only some runtimes have one, and asking the others throws. */
const hasExecution = (context: Context): boolean => {
  try {
    return typeof context.executionCtx.waitUntil === 'function'
  } catch {
    return false
  }
}
