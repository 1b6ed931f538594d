import { isUnpacked } from '../archives/is-unpacked.ts'
import { describeCompletion } from '../changes/describe-completion.ts'
import type { FileChanges } from '../changes/describe-completion.ts'
import { tellOfChange } from '../changes/item-change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { itemTypeOf, roleOf } from '../item-types/item-type-of.ts'
import { judgeSession } from '../item-types/judge-session.ts'
import { refuseInvalid } from '../item-types/refuse-invalid.ts'
import { whileInUse } from '../libraries/maintenance.ts'
import { limits } from '../limits.ts'
import { adjust, check, insert, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { ItemFile, UpdateSessionFile } from '../ports/entities.ts'
import { isPublished } from '../publishing/publisher.ts'
import { verificationOf } from '../signed-content/verification-of.ts'
import { refuseWarnings } from '../signed-content/warnings-error.ts'
import type { World } from '../world.ts'
import { releaseBlob } from './end-update-session.ts'
import type { UpdateSessionInItem } from './load-update-session.ts'

/**
 * What makes the changes of a session visible, all at once: its files are READY, and the type of the
 * item has nothing against what they make of it. Relies on every one of them and on the item as they
 * were read. Throws `content_invalid` where they make no item, and what `isWarningsError` tells where
 * they make one of which there are warnings.
 */
export const completionOf = async (
  world: World,
  user: { readonly name: string },
  found: UpdateSessionInItem,
  ready: readonly UpdateSessionFile[],
  current: readonly ItemFile[],
): Promise<readonly Change[]> => {
  const { updateSession, item, library } = found
  const toJudge = { found, changed: ready, current }
  const { judgement, changed: files, verdict } = await judgeSession(world, toJudge, 'complete')
  refuseInvalid(judgement)
  refuseWarnings(verdict, found)
  const now = world.clock.now()
  const forgetAt = now + world.settings.sessionRetentionMs
  const contentVersion = item.contentVersion + 1
  const version = item.version + 1
  const names = new Set(files.map(({ name }) => name))
  const leaving = current.filter(({ name }) => names.has(name))
  const type = itemTypeOf(world, found)
  const [coming, checked] = split(
    files.filter(({ change: kind }) => kind === 'ADD'),
    (file) => roleOf(type, file.name).isKept && !isUnpacked(file),
  )
  const size = item.size - bytesOf(leaving) + bytesOf(coming)
  const fileCount = item.fileCount - leaving.length + coming.length
  if (fileCount > limits.filesPerItemMax) throw tooManyFiles()
  const { metadata: typeMetadata } = judgement
  const message = describeCompletion(fileChanges(files, coming, leaving))
  return [
    write('updateSession', updateSession, { state: 'DONE', forgetAt }, { state: 'ACTIVE' }),
    write(
      'item',
      item,
      {
        contentVersion,
        version,
        size,
        fileCount,
        modifiedAt: Math.max(item.modifiedAt, now),
        ...((typeMetadata ?? item.typeMetadata) && { typeMetadata }),
        ...(type?.signing &&
          files.length > 0 && { certificateVerification: verificationOf(verdict) }),
      },
      { deletedAt: null },
    ),
    ...tellOfChange(world, { user }, { itemId: item.id, version, message }),
    check('library', library.id, whileInUse),
    adjust('library', library.id, { add: { version: 1 }, raise: { modifiedAt: now } }),
    ...leaving.flatMap((file) =>
      isPublished(library)
        ? retireLater(file, contentVersion, Math.max(forgetAt, now + limits.publishedBytesKeptMs))
        : retire(file, contentVersion, forgetAt, now),
    ),
    ...coming.flatMap((file) => bring(world, item.id, file, contentVersion)),
    ...checked.flatMap((file) => letGo(file, now)),
  ]
}

const fileChanges = (
  files: readonly UpdateSessionFile[],
  coming: readonly UpdateSessionFile[],
  leaving: readonly ItemFile[],
): FileChanges => {
  const known = new Set(leaving.map(({ name }) => name))
  const [replaced, added] = split(coming, ({ name }) => known.has(name))
  const removed = files.filter(({ change: kind }) => kind === 'REMOVE')
  return { added: namesOf(added), replaced: namesOf(replaced), removed: namesOf(removed) }
}

const namesOf = (files: readonly UpdateSessionFile[]): string[] => files.map(({ name }) => name)

/** Those of which it is true, and the others. */
const split = <T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
]

/** The item gives a file up; its row stays for sessions that began before, its bytes do not. */
const retire = (file: ItemFile, until: number, forgetAt: number, now: number): Change[] => [
  write('itemFile', file, { until, forgetAt, blobId: null }),
  ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
]

/** The same where subscribers may be about to read it: its bytes stay as long as the row does. */
const retireLater = (file: ItemFile, until: number, forgetAt: number): Change[] => [
  write('itemFile', file, { until, forgetAt }),
]

/** The item takes a file over from the session, and with it the session's reference to the bytes. */
const bring = (
  { ids }: World,
  itemId: string,
  file: UpdateSessionFile,
  version: number,
): Change[] => [
  write('updateSessionFile', file, { blobId: null }, { status: 'READY' }),
  insert('itemFile', {
    id: ids.uuid(),
    revision: 1,
    itemId,
    name: file.name,
    version,
    until: null,
    forgetAt: null,
    blobId: file.blobId,
    size: file.size ?? 0,
    checksum: file.declaredChecksum ?? file.manifestChecksum,
    source: null,
  }),
]

/** What was only to be checked has been checked: its bytes go. */
const letGo = (file: UpdateSessionFile, now: number): Change[] => [
  write('updateSessionFile', file, { blobId: null }, { status: 'READY' }),
  ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
]

const bytesOf = (files: readonly { readonly size: number | null }[]): number =>
  files.reduce((sum, { size }) => sum + (size ?? 0), 0)

const tooManyFiles = (): Error =>
  accessionError('accession.update_session.content_invalid', [
    `an item holds ${limits.filesPerItemMax} files`,
  ])
