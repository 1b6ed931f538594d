import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { Change } from '../ports/changes.ts'
import type { World } from '../world.ts'

/** What was decided from what was read: the changes to commit, and what the caller hears then. */
export interface Decision<R> {
  readonly changes: readonly Change[]
  readonly result: R
}

/**
 * Reads, decides and commits until nothing that was relied on has changed meanwhile. `decide` reads
 * everything anew each time and throws the declared error it finds; so a unique key that somebody
 * else took shows as that error on the next turn. Rejects with SERVICE_UNAVAILABLE after
 * `limits.commitAttemptsMax` turns; nothing was changed then.
 */
export const change = async <R>(world: World, decide: () => Promise<Decision<R>>): Promise<R> => {
  const { metrics, work: operation = 'other' } = world
  for (let attempt = 0; attempt < limits.commitAttemptsMax; attempt++) {
    if (attempt > 0) await world.clock.sleep(waitBefore(world, attempt))
    const { changes, result } = await decide()
    if (changes.length === 0) return result
    const { outcome } = await world.store.commit(changes)
    metrics.counter('accession_commit_attempts_total', { operation, outcome }).add()
    if (outcome === 'committed') return result
  }
  metrics.counter('accession_commits_given_up_total', { operation }).add()
  throw accessionError('accession.service.too_many_conflicts', [])
}

const waitBefore = (world: World, attempt: number): number => {
  const longest = Math.min(limits.commitBackoffMs * 2 ** attempt, limits.commitBackoffMaxMs)
  return Math.ceil(longest * world.ids.fraction())
}
