import { describeCompletion } from '../changes/describe-completion.ts'
import type { FileChanges } from '../changes/describe-completion.ts'
import { tellOfChange } from '../changes/item-change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { whileInUse } from '../libraries/maintenance.ts'
import { limits } from '../limits.ts'
import { adjust, check, insert, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { ItemFile, UpdateSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { releaseBlob } from './end-update-session.ts'
import type { UpdateSessionInItem } from './load-update-session.ts'

/** The files that an item has, which what completes a session on it looks at. */
export const loadCurrentFiles = ({ store }: World, itemId: string): Promise<ItemFile[]> =>
  store.find('itemFile', { where: { itemId, until: null }, limit: limits.filesPerItemMax })

/**
 * What makes the changes of a session visible, all at once: its files are READY. Relies on every one
 * of them and on the item as they were read. Throws `content_invalid` where they make no item.
 */
export const completionOf = (
  world: World,
  user: { readonly name: string },
  { updateSession, item, library }: UpdateSessionInItem,
  files: readonly UpdateSessionFile[],
  current: readonly ItemFile[],
): readonly Change[] => {
  const now = world.clock.now()
  const forgetAt = now + world.settings.sessionRetentionMs
  const contentVersion = item.contentVersion + 1
  const version = item.version + 1
  const names = new Set(files.map(({ name }) => name))
  const leaving = current.filter(({ name }) => names.has(name))
  const coming = files.filter(({ change: kind }) => kind === 'ADD')
  const size = item.size - bytesOf(leaving) + bytesOf(coming)
  const fileCount = item.fileCount - leaving.length + coming.length
  if (fileCount > limits.filesPerItemMax) throw tooManyFiles()
  const message = describeCompletion(fileChanges(files, leaving))
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
      },
      { deletedAt: null },
    ),
    ...tellOfChange(world, { user }, { itemId: item.id, version, message }),
    check('library', library.id, whileInUse),
    adjust('library', library.id, { add: { version: 1 }, raise: { modifiedAt: now } }),
    ...leaving.flatMap((file) => retire(file, contentVersion, forgetAt, now)),
    ...files.flatMap((file) =>
      file.change === 'ADD' ? bring(world, item.id, file, contentVersion) : [],
    ),
  ]
}

const fileChanges = (
  files: readonly UpdateSessionFile[],
  leaving: readonly ItemFile[],
): FileChanges => {
  const known = new Set(leaving.map(({ name }) => name))
  const namesOf = (isOne: (file: UpdateSessionFile) => boolean): string[] =>
    files.filter(isOne).map(({ name }) => name)
  return {
    added: namesOf((file) => file.change === 'ADD' && !known.has(file.name)),
    replaced: namesOf((file) => file.change === 'ADD' && known.has(file.name)),
    removed: namesOf((file) => file.change === 'REMOVE'),
  }
}

/** The item gives a file up; its row stays for sessions that began before, its bytes do not. */
const retire = (file: ItemFile, until: number, forgetAt: number, now: number): Change[] => [
  write('itemFile', file, { until, forgetAt, blobId: null }),
  ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
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
    checksum: file.declaredChecksum,
  }),
]

const bytesOf = (files: readonly { readonly size: number | null }[]): number =>
  files.reduce((sum, { size }) => sum + (size ?? 0), 0)

const tooManyFiles = (): Error =>
  accessionError('accession.update_session.content_invalid', [
    `an item holds ${limits.filesPerItemMax} files`,
  ])
