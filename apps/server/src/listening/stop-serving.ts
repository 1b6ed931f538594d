import { once } from 'node:events'
import { accessionError } from '@accession/core/errors'
import type { Clock } from '@accession/core/ports'
import type { HttpServer } from './http-server.ts'
import type { RunningRequests } from './running-requests.ts'

export interface StopOptions {
  readonly clock: Clock
  readonly transfers: { stopAll(reason: Error): void }
  /** Transfers may end by themselves this long. */
  readonly graceMs: number
  /** Then requests may end this long, uploads with an error answer, before they are cut. */
  readonly patienceMs: number
}

/** Takes no more connections, lets requests end, and then cuts what is left. */
export const stopServing = async (
  server: HttpServer,
  requests: RunningRequests,
  { clock, transfers, graceMs, patienceMs }: StopOptions,
): Promise<void> => {
  const closed = once(server, 'close').then(() => undefined)
  server.close()
  requests.endConnections()
  const ended = requests.ended()
  if (!(await endsWithin(ended, graceMs, clock))) {
    transfers.stopAll(accessionError('accession.service.shutting_down', []))
    await endsWithin(ended, patienceMs, clock)
  }
  // What was answered last may still be on its way.
  await endsWithin(closed, lingerMs, clock)
  server.closeAllConnections()
  await ended
  await closed
}

/** Connections may close by themselves this long, once no request is left. */
const lingerMs = 500

const endsWithin = async (ended: Promise<void>, ms: number, clock: Clock): Promise<boolean> => {
  const waiting = new AbortController()
  const over = clock.sleep(ms, waiting.signal).then(
    () => false,
    () => true,
  )
  const isEnded = await Promise.race([ended.then(() => true), over])
  waiting.abort()
  return isEnded
}
