import type { World } from '../world.ts'
import { expireDownloadSessions, expireUpdateSessions } from './expire-sessions.ts'
import {
  forgetClientTokens,
  forgetDownloadSessions,
  forgetItemFiles,
  forgetTokens,
  forgetUpdateSessions,
} from './forget.ts'
import { freeDueBlobs } from './free-blobs.ts'
import { removeDeletedItems, removeDeletedLibraries } from './remove-deleted.ts'

const steps = {
  update_sessions_expired: expireUpdateSessions,
  download_sessions_expired: expireDownloadSessions,
  update_sessions_forgotten: forgetUpdateSessions,
  download_sessions_forgotten: forgetDownloadSessions,
  item_files_forgotten: forgetItemFiles,
  client_tokens_forgotten: forgetClientTokens,
  tokens_forgotten: forgetTokens,
  libraries_removed: removeDeletedLibraries,
  items_removed: removeDeletedItems,
  blobs_freed: freeDueBlobs,
} as const

/** What one step of the sweep took up, by kind. */
export type Swept = { readonly [Step in keyof typeof steps]: number }

/**
 * One bounded step of upkeep: expires, forgets and frees what is due, up to a batch of each kind,
 * and costs as much as is due, not as is stored. Safe on many nodes at once: what another node took
 * up first is passed over. `more` says that something was due and another step may find more. A
 * kind that fails holds no other up; when all have had their turn the first failure is thrown, and
 * any others are in the log.
 */
export const sweep = async (world: World): Promise<Swept & { readonly more: boolean }> => {
  const swept: Record<string, number> = {}
  const failures: unknown[] = []
  for (const [name, step] of Object.entries(steps)) {
    try {
      swept[name] = await step(world)
    } catch (error) {
      failures.push(error)
    }
  }
  const [first, ...others] = failures
  for (const failure of others) world.log.error('upkeep.failed', failure)
  if (failures.length > 0) throw first
  return { ...(swept as Swept), more: Object.values(swept).some((count) => count > 0) }
}
