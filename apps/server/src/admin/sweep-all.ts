import { sweep } from '@accession/core'
import type { World } from '@accession/core'
import type { LongWork } from './admin.ts'

/** What was swept, by kind. */
export type SweepTotals = Readonly<Record<string, number>>

/** Sweeps step by step until nothing is due. */
export const sweepAll = async (
  world: World,
  { signal, onProgress }: LongWork<SweepTotals>,
): Promise<SweepTotals> => {
  const totals: Record<string, number> = {}
  for (let more = true; more;) {
    signal.throwIfAborted()
    const { more: isMore, ...swept } = await sweep(world)
    for (const [kind, count] of Object.entries(swept)) totals[kind] = (totals[kind] ?? 0) + count
    onProgress?.(totals)
    more = isMore
  }
  return totals
}
