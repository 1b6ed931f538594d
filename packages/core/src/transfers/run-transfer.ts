import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import type { Transfer } from './begin-transfer.ts'
import { watchTransfer } from './watch-transfer.ts'

/** What is known of a transfer from outside while it runs. */
export interface RunningWork {
  /** Bytes so far, and how long they were held up by us, which makes nobody slow. */
  readonly progress: { readonly count: number; readonly heldMs?: number }
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal
}

/**
 * Does a transfer's work in sight of all: others can stop it, it tells of its progress and learns
 * whether it is still wanted. The work ends when its signal aborts.
 */
export const runTransfer = async <T>(
  world: World,
  transfer: Transfer,
  { progress, signal }: RunningWork,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { session, file, blobId } = transfer
  const stop = new AbortController()
  const ended = new AbortController()
  const interrupt = (): void =>
    stop.abort(accessionError('accession.transfer.interrupted', [file.name, progress.count]))
  const forget = world.transfers.add({
    sessionId: session.id,
    sessionFileId: file.id,
    blobId,
    stop,
  })
  signal.addEventListener('abort', interrupt)
  if (signal.aborted) interrupt()
  const watching = watchTransfer(world, transfer, progress, stop, ended.signal)
  try {
    return await work(stop.signal)
  } finally {
    ended.abort()
    signal.removeEventListener('abort', interrupt)
    forget()
    await watching
  }
}
