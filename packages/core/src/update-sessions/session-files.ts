import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { ItemFile, UpdateSession, UpdateSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { sessionFileAt } from './session-file-at.ts'

/** A file of the item as it would be: brought by the session, or untouched by it. */
export type SessionFile =
  | { readonly by: 'session'; readonly file: UpdateSessionFile }
  | { readonly by: 'item'; readonly file: ItemFile }

/** Whether an item had the file at that content version. */
const isThereAt = ({ version, until }: ItemFile, contentVersion: number): boolean =>
  version <= contentVersion && (until === null || until > contentVersion)

/** The item's files at the session's beginning: rows stay until no session can ask for them. */
export const loadSnapshot = async (
  { store, settings }: World,
  { itemId, contentVersion }: UpdateSession,
): Promise<ItemFile[]> => {
  const rows = await store.find('itemFile', {
    where: { itemId, version: { atMost: contentVersion } },
    limit: limits.itemFileVersionsMax,
  })
  if (rows.length === limits.itemFileVersionsMax)
    throw accessionError('accession.service.overloaded', [
      Math.ceil(settings.sessionRetentionMs / 1000),
    ])
  return rows.filter((file) => isThereAt(file, contentVersion))
}

/** The item as the session would leave it, by name. */
export const loadFilesAsTheyWouldBe = async (
  world: World,
  session: UpdateSession,
): Promise<SessionFile[]> => {
  const [changed, snapshot] = await Promise.all([
    loadSessionFiles(world, session.id),
    loadSnapshot(world, session),
  ])
  const now = world.clock.now()
  const changedNames = new Set(changed.map(({ name }) => name))
  const files: SessionFile[] = [
    ...changed
      .filter((file) => file.change === 'ADD')
      .map((file) => ({ by: 'session', file: sessionFileAt(session, file, now) }) as const),
    ...snapshot
      .filter(({ name }) => !changedNames.has(name))
      .map((file) => ({ by: 'item', file }) as const),
  ]
  return files.toSorted((a, b) => (a.file.name < b.file.name ? -1 : 1))
}
