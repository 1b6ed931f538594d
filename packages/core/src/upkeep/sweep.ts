import { limits } from '../limits.ts'
import type { SweptKind } from '../ports/metric-catalog.ts'
import { beginDueSyncs } from '../subscriptions/synchronizing/begin-due-syncs.ts'
import type { World } from '../world.ts'
import { expireDownloadSessions, expireUpdateSessions } from './expire-sessions.ts'
import {
  forgetClientTokens,
  forgetDownloadSessions,
  forgetItemChanges,
  forgetItemFiles,
  forgetTasks,
  forgetTokens,
  forgetUpdateSessions,
} from './forget.ts'
import { freeDueBlobs } from './free-blobs.ts'
import { removeDeletedItems, removeDeletedLibraries } from './remove-deleted.ts'
import type { SweepStep } from './sweep-step.ts'
import { findSweepTurn } from './sweep-turn.ts'
import type { SweepTurn } from './sweep-turn.ts'

const steps = {
  update_sessions_expired: expireUpdateSessions,
  download_sessions_expired: expireDownloadSessions,
  update_sessions_forgotten: forgetUpdateSessions,
  download_sessions_forgotten: forgetDownloadSessions,
  item_files_forgotten: forgetItemFiles,
  item_changes_forgotten: forgetItemChanges,
  client_tokens_forgotten: forgetClientTokens,
  tasks_forgotten: forgetTasks,
  tokens_forgotten: forgetTokens,
  libraries_removed: removeDeletedLibraries,
  items_removed: removeDeletedItems,
  library_syncs_looked_at: beginDueSyncs,
  blobs_freed: freeDueBlobs,
} as const satisfies Readonly<Record<SweptKind, SweepStep>>

/** What one step of the sweep took up, by kind. */
export type Swept = { readonly [Step in keyof typeof steps]: number }

export interface SweepOptions {
  /**
   * Rows that the step takes up of each kind: a host whose engine counts queries lowers it.
   * @default limits.sweepBatchMax
   */
  readonly batchMax?: number
}

/**
 * One bounded step of upkeep: expires, forgets and frees what is due, up to a batch of each kind,
 * and costs as much as is due, not as is stored. Nodes take turns: where it is another one's, nothing
 * is done. `more` says that something was due and another step may find more. A kind that fails
 * holds no other up; when all have had their turn the first failure is thrown, and any others are in
 * the log.
 */
export const sweep = async (
  world: World,
  { batchMax = limits.sweepBatchMax }: SweepOptions = {},
): Promise<Swept & { readonly more: boolean }> => {
  const { metrics } = world
  const beganAt = metrics.now()
  const turn = await findSweepTurn(world)
  if (turn.isElsewhere) return { ...nothing, more: false }
  const { swept, failures } = await takeUp({ ...world, work: 'upkeep' }, turn, batchMax)
  tellOfStep(world, beganAt, failures.length === 0)
  const [first, ...others] = failures
  for (const failure of others) world.log.error('upkeep.failed', failure)
  if (failures.length > 0) throw first
  const more = Object.values(swept).some((count) => count > 0)
  if (!more) await turn.giveBack()
  return { ...swept, more }
}

const nothing = Object.fromEntries(Object.keys(steps).map((kind) => [kind, 0])) as Swept

const takeUp = async (
  world: World,
  turn: SweepTurn,
  batchMax: number,
): Promise<{ swept: Swept; failures: unknown[] }> => {
  const { metrics } = world
  const swept: Record<SweptKind, number> = { ...nothing }
  const failures: unknown[] = []
  for (const [name, step] of Object.entries(steps)) {
    const kind = name as SweptKind
    try {
      const count = await step({ world, batchMax, takeTurn: () => turn.take() })
      swept[kind] = count
      metrics.counter('accession_sweep_taken_up_total', { kind }).add(count)
    } catch (error) {
      failures.push(error)
      metrics.counter('accession_sweep_failures_total', { kind }).add()
    }
  }
  return { swept, failures }
}

const tellOfStep = ({ metrics, clock }: World, beganAt: number, isOk: boolean): void => {
  const result = isOk ? 'ok' : 'failed'
  metrics.counter('accession_sweep_steps_total', { result }).add()
  const seconds = (metrics.now() - beganAt) / 1000
  metrics.histogram('accession_sweep_step_duration_seconds').observe(seconds)
  if (!isOk) return
  metrics.level('accession_sweep_last_success_timestamp_seconds').set(clock.now() / 1000)
}
