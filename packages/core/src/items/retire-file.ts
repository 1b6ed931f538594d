import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { ItemFile } from '../ports/entities.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import type { World } from '../world.ts'

/** An item gives a file up; its row stays for sessions that began before, its bytes do not. */
export const retireFile = (
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
  file: ItemFile,
  until: number,
): Change[] => {
  const now = clock.now()
  const forgetAt = now + settings.sessionRetentionMs
  return [
    write('itemFile', file, { until, forgetAt, blobId: null }),
    ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
  ]
}
