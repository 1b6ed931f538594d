import { waitAtRandom } from './disguises.ts'
import { outcomeOf } from './place.ts'
import type { Random } from './random.ts'

/** Each waits at random before it starts, so that they meet at every point. */
export const meet = async (
  random: Random,
  attempts: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<Map<string, Record<string, unknown>>> => {
  const ended = new Map<string, Record<string, unknown>>()
  const starts = random.shuffled(Object.entries(attempts)).map(async ([name, attempt]) => {
    for (let waits = random.below(12); waits > 0; waits--) await waitAtRandom(random)
    ended.set(name, (await outcomeOf(attempt())) as Record<string, unknown>)
  })
  await Promise.all(starts)
  return ended
}
