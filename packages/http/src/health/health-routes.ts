import { checkBlobs } from '@accession/core'
import { jsonAnswer } from '../answer/answer.ts'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import type { Exchange } from '../exchange.ts'
import { httpLimits } from '../http-limits.ts'

/** Whether the process answers at all. */
export const aliveRoute: Answering = {
  route: '/healthz',
  asked: 'health',
  dialect: 'none',
  writeError: (error) => apiDialect.writeError(error),
  respond: () => jsonAnswer(200, { status: 'alive' }),
}

/** Whether the catalog and the file storage answer in time, and the host takes work. */
export const readyRoute: Answering = {
  route: '/readyz',
  asked: 'health',
  dialect: 'none',
  writeError: (error) => apiDialect.writeError(error),
  async respond(exchange) {
    const { host, world } = exchange
    const checks = {
      host: async () => host.ready(),
      store: async () => {
        await world.store.find('setting', { where: { id: 'ready' }, limit: 1 })
        return true
      },
      blobs: () => checkBlobs(world),
    }
    const late = new AbortController()
    const results = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await passes(exchange, name, check, late.signal)] as const,
      ),
    )
    late.abort()
    const isReady = results.every(([, ok]) => ok)
    const answer = jsonAnswer(isReady ? 200 : 503, {
      status: isReady ? 'ready' : 'not_ready',
      ...Object.fromEntries(results.map(([name, ok]) => [name, ok ? 'ok' : 'failing'])),
    })
    return isReady ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': '1' } }
  },
}

const passes = async (
  { world }: Exchange,
  name: string,
  check: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> => {
  const tooLate = world.clock.sleep(httpLimits.readinessMs, signal).then(
    () => false,
    () => false,
  )
  try {
    return await Promise.race([check(), tooLate])
  } catch (cause) {
    world.log.error('http.not_ready', cause, { part: name })
    return false
  }
}
