import { isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import type { LabelsOf } from '../ports/metrics.ts'
import type { World } from '../world.ts'

type Outcome = LabelsOf<'accession_downloads_total'>['outcome']

/** The bytes of a download, counted as they are taken, and its end; one that fails is logged. */
export const measuredDownload = (
  { metrics, log }: Pick<World, 'metrics' | 'log'>,
  bytes: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> => {
  const sent = metrics.counter('accession_transfer_bytes_total', { direction: 'download' })
  const running = metrics.level('accession_transfers_running', { direction: 'download' })
  const reader = bytes.getReader()
  const end = (outcome: Outcome): void => {
    running.add(-1)
    metrics.counter('accession_downloads_total', { outcome }).add()
  }
  running.add(1)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await reader.read().catch((error: unknown) => {
          end('failed')
          // Its reader sees a connection that is cut: only the log can say why.
          if (isEndOfSession(error)) log.info('download.ended', { error: error.id })
          else log.error('download.failed', error)
          throw error
        })
        if (next.done) {
          end('sent')
          controller.close()
        } else {
          sent.add(next.value.byteLength)
          controller.enqueue(next.value)
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

const isEndOfSession = (error: unknown): error is AccessionError =>
  isAccessionError(error) && error.id === 'accession.transfer.capability_invalid'
