import { findGoodToken, tokenUse } from '../access/token.ts'
import { whileActive } from '../downloads/download-session.ts'
import { downloadSessionUse } from '../downloads/keep-download-session-alive.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { adjust, check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSession, DownloadSessionFile } from '../ports/entities.ts'
import type { TableName } from '../ports/schema.ts'
import type { World } from '../world.ts'

/**
 * Passes bytes on while their session lives and their library is in use, and tells of them: what was transferred at most once a
 * second, and that the session and the token that made it are in use once per quarter of the
 * shorter of their time-outs. A session that has ended ends the download.
 */
export const tellOfDownload = (
  world: World,
  session: DownloadSession,
  file: DownloadSessionFile,
): TransformStream<Uint8Array, Uint8Array> => {
  const { clock, settings, store, log } = world
  let untold = 0
  let toldAt = clock.now()
  let usedAt = -Infinity

  const quarter = Math.min(settings.sessionTimeoutMs, limits.tokenIdleMs) / 4

  const usesNow = async (): Promise<readonly Change[]> => {
    if (clock.now() < usedAt + quarter) {
      return [check('downloadSession', session.id, whileActive(world))]
    }
    const tokenId = await findGoodToken(world, session.tokenId)
    const uses = [downloadSessionUse(world, session.id)]
    return tokenId === null ? uses : [...uses, tokenUse(world, tokenId)]
  }

  /**
   * Answers what ends the download, if anything does: its session has ended, or the library is in
   * maintenance. A catalog that does not answer for now holds no download up: it is told the next time.
   */
  const tell = async (): Promise<Error | undefined> => {
    const bytes = untold
    toldAt = clock.now()
    try {
      const uses = await usesNow()
      const told = adjust('downloadSessionFile', file.id, { add: { bytesTransferred: bytes } })
      const isInUse = check('library', session.libraryId, { state: 'ACTIVE' })
      const commit = await store.commit([...uses, isInUse, told])
      if (commit.outcome !== 'committed') return endOf(commit.table)
      untold -= bytes
      if (uses.some(({ kind }) => kind === 'adjust')) usedAt = toldAt
    } catch (error) {
      log.error('download.not_told', error, { session: session.id })
    }
    return undefined
  }

  const endOf = (changed: TableName): Error =>
    changed === 'library'
      ? accessionError('accession.transfer.library_in_maintenance', [file.name])
      : accessionError('accession.transfer.capability_invalid', [])

  const tellTheRest = async (): Promise<void> => {
    if (untold > 0) await tell()
  }

  const transformer: Transformer<Uint8Array, Uint8Array> & { cancel: () => Promise<void> } = {
    async transform(chunk, controller) {
      untold += chunk.byteLength
      const isDue = usedAt === -Infinity || clock.now() >= toldAt + limits.transferProgressMs
      const end = isDue ? await tell() : undefined
      if (end) throw end
      controller.enqueue(chunk)
    },
    flush: tellTheRest,
    cancel: tellTheRest,
  }
  return new TransformStream(transformer)
}
