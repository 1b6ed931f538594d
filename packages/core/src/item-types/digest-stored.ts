import type { Change } from '../ports/changes.ts'
import { chunksOf } from '../ports/chunks-of.ts'
import { chunksUntilAborted } from '../ports/chunks-until-aborted.ts'
import type { Checksum } from '../ports/entities.ts'
import { holdSession } from '../transfers/hold-session.ts'
import { readStoredFile } from '../transfers/read-stored-file.ts'
import type { StoredFile } from '../transfers/read-stored-file.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'

/** Stored bytes that are read for an update session. */
export interface FileToDigest extends StoredFile {
  /** The row that names them. */
  readonly id: string
}

const noLeases = (): readonly Change[] => []

/**
 * Reads the stored bytes of a file once, for a digest that nobody has made while they came. The
 * session lives on meanwhile; once it has ended, the reading ends with `not_wanted`.
 */
export const digestStored = async (
  world: World,
  found: UpdateSessionInItem,
  file: FileToDigest,
  algorithm: Checksum['algorithm'],
): Promise<Checksum> => {
  const { name, id: sessionFileId, blobId } = file
  const sessionId = found.updateSession.id
  const stop = new AbortController()
  const ended = new AbortController()
  const forget = world.transfers.add({ sessionId, sessionFileId, blobId, stop })
  const holding = holdSession(world, found, { name, leases: noLeases, stop }, ended.signal)
  const digest = world.hashing.digest(algorithm)
  try {
    const bytes = chunksOf(await readStoredFile(world, file))
    for await (const chunk of chunksUntilAborted(bytes, stop.signal)) await digest.update(chunk)
    return { algorithm, value: await digest.hex() }
  } finally {
    ended.abort()
    forget()
    await holding
  }
}
