import { archiveFormatOf } from '../archives/archive-format-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { storedMessage } from '../messages/stored-message.ts'
import { check, write } from '../ports/changes.ts'
import type { Checksum, ItemFile, PlainData, UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType, Judgement } from '../ports/item-type.ts'
import { judgeContentSignature } from '../signed-content/judge-content.ts'
import type { SignerVerdict } from '../signed-content/judge-signer.ts'
import { isContentFault } from '../transfers/content-fault.ts'
import { inspectStored } from '../transfers/inspect-stored.ts'
import { isReadWhole, tooManyRead } from '../transfers/require-few-read.ts'
import {
  checkReachable,
  findUpdateSession,
  loadSessionFiles,
} from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { requireActive, whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { digestStored } from './digest-stored.ts'
import { itemTypeOf } from './item-type-of.ts'
import { judgedFiles, untouchedFiles } from './judged-files.ts'
import type { ChangedItem } from './judged-files.ts'

/** What the type of an item thinks of it as a session would leave it. */
export interface Judged {
  readonly judgement: Judgement
  /** What the session does to files, as it was judged: what relies on the judgement relies on it. */
  readonly changed: readonly UpdateSessionFile[]
  /** Who has signed what the session brings; not set where nobody has. */
  readonly verdict?: SignerVerdict
}

interface ToJudge extends ChangedItem {
  readonly found: UpdateSessionInItem
}

const nothingToSay: Judgement = { missing: [], invalid: [], toDigest: [], metadata: null }

/**
 * Lets the type of an item judge it as an ACTIVE session would leave it. Digests that it asks for,
 * and that nobody has made, are made of the stored bytes; those of the session's own files are kept
 * in their rows, so that the next judgement reads nothing again.
 */
export const judgeSession = async (
  world: World,
  toJudge: ToJudge,
  operation: string,
): Promise<Judged> => {
  try {
    return await judge(world, toJudge, operation)
  } catch (error) {
    // The bytes that are read go with the session.
    await requireStillActive(world, toJudge.found, operation)
    throw error
  }
}

const judge = async (
  world: World,
  { found, changed, current }: ToJudge,
  operation: string,
): Promise<Judged> => {
  const type = itemTypeOf(world, found)
  if (!type) return { judgement: nothingToSay, changed }
  const before = found.item.typeMetadata
  const checksums = new Map<string, Checksum>()
  const { inspections, invalid } = await inspectUnknown(world, type, { found, changed, current })
  let rows = changed
  for (let round = 0; round < limits.commitAttemptsMax; round++) {
    const item = { changed: rows, current }
    const files = judgedFiles(type, item, { checksums, inspections })
    const judgement = type.judge(files, before)
    if (judgement.toDigest.length === 0) {
      const signature = await judgeContentSignature(world, type, { found, changed: rows, files })
      const { missing, verdict } = signature
      return {
        judgement: {
          ...judgement,
          missing: [...new Set([...judgement.missing, ...missing])],
          invalid: firstOfEach([...invalid, ...judgement.invalid, ...signature.invalid]),
        },
        changed: rows,
        ...(verdict && { verdict }),
      }
    }
    for (const wanted of judgement.toDigest)
      await learnDigest(world, found, { ...item, checksums }, wanted)
    await requireStillActive(world, found, operation)
    rows = await loadSessionFiles(world, found.updateSession.id)
  }
  throw accessionError('accession.service.too_many_conflicts', [])
}

/** Whoever has ended the session meanwhile has the last word. */
const requireStillActive = async (
  world: World,
  { updateSession: { id } }: UpdateSessionInItem,
  operation: string,
): Promise<void> => {
  const found = await findUpdateSession(world, id)
  if (!found) throw accessionError('accession.update_session.not_found', [id])
  requireActive(found.updateSession, operation, world.clock.now(), world.settings)
}

/** What is said first of a file is the reason of what is said later. */
const firstOfEach = (faults: Judgement['invalid']): Judgement['invalid'] => {
  const names = new Set<string>()
  return faults.filter(({ name }) => !names.has(name) && names.add(name))
}

/** Looks into files of which nothing is known: they have come before the item was of this type. */
const inspectUnknown = async (
  world: World,
  type: ItemType,
  item: ToJudge,
): Promise<{
  readonly inspections: ReadonlyMap<string, PlainData>
  readonly invalid: Judgement['invalid']
}> => {
  const inspections = new Map<string, PlainData>()
  const invalid: Judgement['invalid'][number][] = []
  let read = 0
  for (const { name, blobId, size } of unknownFiles(type, item)) {
    if (blobId === null || size === null) continue
    if (isReadWhole(type, name) && ++read > limits.filesReadPerSessionMax) {
      const { id, args } = tooManyRead(name)
      invalid.push({ name, message: { id, args } })
      continue
    }
    if (archiveFormatOf(type, name)) {
      // Only its members could be files of the item.
      const message = storedMessage('accession.item_type.archive_whole', [name, type.info.type])
      invalid.push({ name, message })
      continue
    }
    try {
      const inspection = await inspectStored(world, type, { name, blobId, size })
      if (inspection) inspections.set(name, inspection)
    } catch (error) {
      if (!isContentFault(error)) throw error
      invalid.push({ name, message: { id: error.id, args: error.args } })
    }
  }
  return { inspections, invalid }
}

const unknownFiles = (
  type: ItemType,
  { found, ...item }: ToJudge,
): readonly (ItemFile | UpdateSessionFile)[] => [
  ...item.changed.filter((file) => file.status === 'READY' && file.inspection === null),
  ...(found.item.typeMetadata === null ? untouchedFiles(type, item) : []),
]

/**
 * Makes a digest and keeps it: in the file's row, or for now where the file is the item's. A row that
 * has changed meanwhile is left as it is: the next round looks at what it is now.
 */
const learnDigest = async (
  world: World,
  found: UpdateSessionInItem,
  { changed, current, checksums }: ChangedItem & { readonly checksums: Map<string, Checksum> },
  { name, algorithm }: Judgement['toDigest'][number],
): Promise<void> => {
  const row = changed.find((file) => file.name === name)
  const file = row ?? current.find((untouched) => untouched.name === name)
  if (!file?.blobId || file.size === null)
    throw new TypeError(`There are no bytes of ${name} to digest`)
  const { id, blobId, size } = file
  const checksum = await digestStored(world, found, { id, name, blobId, size }, algorithm)
  if (!row) {
    checksums.set(name, checksum)
    return
  }
  await world.store.commit([
    check('updateSession', found.updateSession.id, whileActive(world.clock.now())),
    ...checkReachable(found),
    write('updateSessionFile', row, { manifestChecksum: checksum }, { status: 'READY' }),
  ])
}
