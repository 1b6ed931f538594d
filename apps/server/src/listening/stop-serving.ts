import { once } from 'node:events'
import type { Server } from 'node:http'
import { accessionError } from '@accession/core/errors'
import type { Clock } from '@accession/core/ports'
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
  server: Server,
  requests: RunningRequests,
  { clock, transfers, graceMs, patienceMs }: StopOptions,
): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  requests.endConnections()
  const ended = requests.ended()
  if (!(await endsWithin(ended, graceMs, clock))) {
    transfers.stopAll(accessionError('accession.service.shutting_down', []))
    await endsWithin(ended, patienceMs, clock)
  }
  server.closeAllConnections()
  await ended
  await closed
}

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
