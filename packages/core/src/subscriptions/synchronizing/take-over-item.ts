import { inParallel } from '../../admin/in-parallel.ts'
import { describeCompletion } from '../../changes/describe-completion.ts'
import { describeUpdate } from '../../changes/describe-update.ts'
import { tellOfChange } from '../../changes/item-change.ts'
import { makeItem } from '../../items/item-fields.ts'
import { retireFile } from '../../items/retire-file.ts'
import { movesVersion } from '../../libraries/change-library.ts'
import { whileInUse } from '../../libraries/maintenance.ts'
import { limits } from '../../limits.ts'
import { foldName } from '../../names/fold-name.ts'
import { adjust, check, insert, remove, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Item, Library, LibrarySource, Task } from '../../ports/entities.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { itemDigest } from './item-digest.ts'
import { letGo } from './fetched-files.ts'
import { keepFetchedFile } from './keep-fetched-file.ts'
import { makeRoomForName } from './make-room-for-name.ts'
import type { NameOfItem } from './make-room-for-name.ts'
import { hasBytes, planItem } from './plan-item.ts'
import type { ItemPlan, PlannedFile, WantedItem } from './plan-item.ts'
import { requireSyncable } from './require-syncable.ts'
import { userNameOf } from './sync-user.ts'

/** Where an item is taken over to. */
export interface TakeOver extends WantedItem {
  readonly library: Library
  readonly source: LibrarySource
  /** How the publisher calls its other items, which may have to give a name up. */
  readonly nameOf: NameOfItem
}

/**
 * Makes an item as its publisher has it: fetches what is missing, then changes item and files in one
 * commit. What is the same already stays untouched. Answers whether that is done; not where others
 * have their turn before all files are there, for the next step to go on. Rejects with what keeps it
 * from that; then the item is as it was, and what was fetched is not fetched again.
 */
export const takeOverItem = async (
  world: World,
  run: TaskRun,
  wanted: TakeOver,
): Promise<boolean> => {
  const { entry, library, source } = wanted
  const digest = await itemDigest(world, entry)
  const isLate = (): boolean => run.signal.aborted || world.clock.now() >= run.endsBy
  async function* inTime(files: readonly FileDocument[]) {
    for (const file of files) {
      yield file
      if (isLate()) return
    }
  }
  for (;;) {
    let isTakenOver = false
    const { toFetch } = await planItem(world, wanted)
    await inParallel(inTime(toFetch), limits.filesFetchedAtOnce, (file) =>
      keepFetchedFile(world, run, { library, source, sourceId: entry.id }, file),
    )
    if (isLate() && (await planItem(world, wanted)).toFetch.length > 0) return false
    await makeRoomForName(world, run, wanted)
    await run.advance(async () => {
      const [plan] = await Promise.all([
        planItem(world, wanted),
        requireSyncable(world, library.id),
      ])
      isTakenOver = plan.toFetch.length === 0
      const changes = isTakenOver ? takingOver(world, run.task, { wanted, plan, digest }) : []
      return { changes, message: run.task.progressMessage }
    })
    if (isTakenOver) return true
  }
}

interface Decided {
  readonly wanted: TakeOver
  readonly plan: ItemPlan
  readonly digest: string
}

const takingOver = (world: World, task: Task, { wanted, plan, digest }: Decided): Change[] => {
  const { entry, library } = wanted
  const now = world.clock.now()
  const coming = plan.files.filter(({ isSame }) => !isSame)
  const replaced = coming.flatMap(({ current }) => (current ? [current] : []))
  const leaving = [...plan.leaving, ...replaced]
  const names = {
    name: entry.name,
    nameKey: foldName(entry.name),
    description: entry.description,
    itemType: entry.type,
    itemTypeKey: foldName(entry.type),
  }
  const isNew = plan.item === undefined
  const before =
    plan.item ??
    makeItem(world, library.id, {
      name: entry.name,
      description: entry.description,
      type: entry.type,
      source_id: entry.id,
    })
  const movesContent = !isNew && (coming.length > 0 || leaving.length > 0)
  const movesMetadata = !isNew && isOther(before, names)
  const moves = movesContent || movesMetadata
  const version = before.version + (moves ? 1 : 0)
  const contentVersion = before.contentVersion + (movesContent ? 1 : 0)
  const set = {
    ...names,
    version,
    contentVersion,
    metadataVersion: before.metadataVersion + (movesMetadata ? 1 : 0),
    size: plan.files.reduce((sum, { document }) => sum + document.size, 0),
    fileCount: plan.files.length,
    modifiedAt: moves ? Math.max(before.modifiedAt, now) : before.modifiedAt,
    isCached: plan.files.every(hasBytes),
    source: { url: entry.selfUrl, digest },
    lastSyncAt: now,
  }
  const message = isNew
    ? 'Taken over from the publisher'
    : movesContent
      ? describeCompletion({
          added: coming.filter(({ current }) => !current).map(nameOf),
          replaced: replaced.map(({ name }) => name),
          removed: plan.leaving.map(({ name }) => name),
        })
      : describeUpdate(before, set)
  const user = { name: userNameOf(task) }
  return [
    isNew ? insert('item', { ...before, ...set }) : write('item', before, set, { deletedAt: null }),
    ...leaving.flatMap((file) => retireFile(world, file, contentVersion)),
    ...plan.files.flatMap((file) => takeOverFile(world, before.id, file, contentVersion)),
    ...plan.useless.flatMap((file) => letGo(file, now)),
    ...(isNew || moves
      ? tellOfChange(world, { user }, { itemId: before.id, version, message })
      : []),
    isNew || moves
      ? adjust('library', library.id, movesVersion(world))
      : check('library', library.id, whileInUse),
  ]
}

const nameOf = ({ document }: PlannedFile): string => document.name

const isOther = (item: Item, names: Partial<Item>): boolean =>
  item.name !== names.name ||
  item.description !== names.description ||
  item.itemType !== names.itemType

/** The item takes over a file, and with fetched bytes the reference that was held to them. */
const takeOverFile = (
  world: World,
  itemId: string,
  { document, source, current, isSame, fetched }: PlannedFile,
  version: number,
): Change[] => {
  const taken = fetched ? [remove('fetchedFile', fetched)] : []
  if (!isSame || !current) {
    const row = {
      id: world.ids.uuid(),
      revision: 1,
      itemId,
      name: document.name,
      version,
      until: null,
      forgetAt: null,
      blobId: fetched?.blobId ?? null,
      size: document.size,
      checksum: null,
      source,
    }
    return [...taken, insert('itemFile', row)]
  }
  if (fetched && current.blobId !== null) return letGo(fetched, world.clock.now())
  if (fetched) return [...taken, write('itemFile', current, { blobId: fetched.blobId, source })]
  return current.source?.url === source.url ? [] : [write('itemFile', current, { source })]
}
