import { commitInParts } from '../../commit/commit-in-parts.ts'
import type { Configuration } from '../../configuration/configuration-fields.ts'
import { knownConfiguration } from '../../configuration/known-configuration.ts'
import { check, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { WithParents } from '../../ports/store.ts'
import type { SweepStep } from '../../upkeep/sweep-step.ts'
import type { World } from '../../world.ts'
import { beginLibrarySync, findLiveSync } from './begin-library-sync.ts'
import { scheduledLook } from './schedule.ts'
import { scheduleUser } from './sync-user.ts'

/**
 * Begins to synchronize the libraries whose time has come; those that are in maintenance, or at it
 * already, wait for the next time. Every library that is synchronized by itself is looked at as often
 * as settings are taken up, and costs one read then.
 */
export const beginDueSyncs: SweepStep = async ({ world, batchMax, takeTurn }) => {
  const query = {
    where: { dueAt: { atMost: world.clock.now() } },
    orderBy: 'dueAt',
    limit: batchMax,
  } as const
  const due = await world.store.findWith('librarySource', ['library'], query)
  if (due.length === 0 || !(await takeTurn())) return 0
  const configuration = await knownConfiguration(world)
  const begun = await Promise.all(due.map((one) => changesOf(world, configuration, one)))
  const done = await commitInParts(world, begun)
  if (begun.some((changes, index) => done[index] && changes.length > 1)) world.runTasksSoon()
  return done.filter(Boolean).length
}

const changesOf = async (
  world: World,
  configuration: Configuration,
  { librarySource: source, library }: WithParents<'librarySource', 'library'>,
): Promise<Change[]> => {
  if (library.deletedAt !== null) return [write('librarySource', source, { dueAt: null })]
  const now = world.clock.now()
  const { isDue, lookAt } = scheduledLook(configuration, source, now)
  const isFree = isDue && library.state === 'ACTIVE' && !(await findLiveSync(world, library.id))
  if (!isFree) {
    // What cannot begin now is looked at again when settings are: not at once, and not a day later.
    const refreshMs = configuration.automatic_sync_setting_refresh_interval * 1_000
    return [write('librarySource', source, { dueAt: isDue ? now + refreshMs : lookAt })]
  }
  return [
    write('librarySource', source, { begunAt: now, dueAt: lookAt }),
    beginLibrarySync(world, scheduleUser, library),
    check('library', library.id, { deletedAt: null }),
  ]
}
