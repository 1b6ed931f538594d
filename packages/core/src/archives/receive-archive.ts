import { limits } from '../limits.ts'
import type { ArchiveFormat } from '../ports/archive-format.ts'
import { chunksUntilAborted } from '../ports/chunks-until-aborted.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import type { Meter } from '../transfers/meter.ts'
import { runTransfer } from '../transfers/run-transfer.ts'
import type { World } from '../world.ts'
import { checkEarlierMembers } from './check-earlier-members.ts'
import type { ReceivedMember } from './check-earlier-members.ts'
import { finishArchive } from './finish-archive.ts'
import { receiveMember } from './receive-member.ts'

const archiveLimits = { membersMax: limits.filesPerSessionMax, bytesMax: limits.fileBytesMax }

/**
 * Receives an archive as the members that are in it, each straight to its own bytes. Once it
 * resolves all of them are READY, and so is the archive, of which nothing else is kept.
 */
export const receiveArchive = (
  world: World,
  transfer: Transfer,
  format: ArchiveFormat,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> =>
  runTransfer(world, transfer, { progress: meter, signal }, (stopped) =>
    unpackArchive(world, transfer, format, meter, stopped),
  )

/** The same where the transfer runs already; ends when the signal aborts. */
export const unpackArchive = async (
  world: World,
  transfer: Transfer,
  format: ArchiveFormat,
  meter: Meter,
  stopped: AbortSignal,
): Promise<void> => {
  /** Lets go of the source, also while it hangs. */
  const done = new AbortController()
  const stop = (): void => done.abort(stopped.reason)
  stopped.addEventListener('abort', stop)
  if (stopped.aborted) stop()
  const members = format.unpack(chunksUntilAborted(meter.bytes, done.signal), archiveLimits)
  const received: ReceivedMember[] = []
  try {
    for (let next = await members.next(); !next.done; next = await members.next()) {
      const work = { progress: meter, signal: stopped }
      received.push(await receiveMember(world, transfer, next.value, work))
    }
    await checkEarlierMembers(world, transfer, received)
    await finishArchive(world, transfer, meter)
  } catch (error) {
    // A member that was stopped with its archive only knows that it was interrupted.
    const reason: unknown = stopped.aborted ? stopped.reason : error
    done.abort(reason)
    await members.return()
    throw reason
  } finally {
    stopped.removeEventListener('abort', stop)
  }
}
