import { isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import type { MessageId } from '../errors/messages.ts'
import { limits } from '../limits.ts'
import { markDisposable } from '../ports/disposable-chunks.ts'
import type { LabelsOf } from '../ports/metrics.ts'
import { followConfiguration } from '../traffic/traffic.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'

type Outcome = LabelsOf<'accession_downloads_total'>['outcome']

/**
 * The bytes of a download, counted as they are taken and no faster than they may pass, and its end;
 * one that fails is logged. Its chunks belong to whoever reads them. `mayGoOn` is asked once a second, and ends the download by throwing.
 */
export const measuredDownload = (
  world: World,
  bytes: ReadableStream<Uint8Array>,
  place: Place,
  mayGoOn?: () => Promise<void>,
): ReadableStream<Uint8Array> => {
  const { metrics, log, clock } = world
  const sent = metrics.counter('accession_transfer_bytes_total', { direction: 'download' })
  const running = metrics.level('accession_transfers_running', { direction: 'download' })
  const reader = bytes.getReader()
  let hasEnded = false
  /** A reader that leaves may do so while bytes are being read, and these then end as well. */
  const end = (outcome: Outcome): boolean => {
    if (hasEnded) return false
    hasEnded = true
    place.leave()
    running.add(-1)
    metrics.counter('accession_downloads_total', { outcome }).add()
    return true
  }
  let lookedAt = clock.now()
  const look = async (): Promise<void> => {
    lookedAt = clock.now()
    try {
      await mayGoOn?.()
      await followConfiguration(world)
    } catch (error) {
      await reader.cancel(error)
      throw error
    }
  }
  const next = async (): Promise<ReadableStreamReadResult<Uint8Array>> => {
    if (clock.now() - lookedAt >= limits.transferProgressMs) await look()
    const step = await reader.read()
    const passing = step.done ? undefined : place.pass(step.value.byteLength)
    if (passing) await passing
    return step
  }
  running.add(1)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await next().catch((error: unknown) => {
          // Its reader sees a connection that is cut: only the log can say why.
          if (!end('failed')) throw error
          if (isForeseen(error)) log.info('download.ended', { error: error.id })
          else log.error('download.failed', error)
          throw error
        })
        if (step.done) {
          end('sent')
          controller.close()
        } else {
          sent.add(step.value.byteLength)
          markDisposable(step.value)
          controller.enqueue(step.value)
        }
      },
      async cancel(reason) {
        end('left')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** The end of a session or of publishing, and maintenance: no fault of anybody's. */
const foreseen: readonly string[] = [
  'accession.transfer.capability_invalid',
  'accession.transfer.library_in_maintenance',
  'accession.publishing.in_maintenance',
  'accession.publishing.unpublished_meanwhile',
] satisfies readonly MessageId[]

const isForeseen = (error: unknown): error is AccessionError =>
  isAccessionError(error) && foreseen.includes(error.id)
