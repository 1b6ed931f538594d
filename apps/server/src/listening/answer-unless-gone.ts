import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { FetchCallback } from './create-http-server.ts'
import { isStream } from './http-server.ts'
import type { Incoming } from './http-server.ts'

/**
 * Answers no stream that is gone: older releases of Node would have an error of it, which the adapter
 * writes to the standard error, each time a client resets a stream that it waits for.
 */
export const answerUnlessGone =
  (fetch: FetchCallback): FetchCallback =>
  async (request, env) => {
    try {
      const response = await fetch(request, env)
      if (!isGone(env.incoming)) return response
      if (response instanceof Response) await response.body?.cancel()
    } catch (error) {
      if (!isGone(env.incoming)) throw error
    }
    return RESPONSE_ALREADY_SENT
  }

const isGone = (incoming: Incoming): boolean =>
  isStream(incoming) && (incoming.stream.destroyed || incoming.stream.closed)
