import { limits } from '../limits.ts'
import type { Change } from '../ports/changes.ts'
import type { World } from '../world.ts'

/**
 * Commits groups of changes that have nothing to do with each other, many in one commit; where
 * something is in the way of one of them, its commit falls apart into halves until it stands alone.
 * Answers which groups were committed.
 */
export const commitInParts = async (
  { store }: Pick<World, 'store'>,
  groups: readonly (readonly Change[])[],
): Promise<readonly boolean[]> => {
  const commitPart = async (part: typeof groups): Promise<boolean[]> => {
    const { outcome } = await store.commit(part.flat())
    if (outcome === 'committed') return part.map(() => true)
    if (part.length === 1) return [false]
    const middle = part.length >> 1
    const first = await commitPart(part.slice(0, middle))
    return [...first, ...(await commitPart(part.slice(middle)))]
  }
  const done: boolean[] = []
  for (const part of partsOf(groups, (group) => group.length)) {
    done.push(...(await commitPart(part)))
  }
  return done
}

/** Cuts a list into parts, in order, each of no more weight than one commit should have. */
export const partsOf = <Entry>(
  entries: readonly Entry[],
  weightOf: (entry: Entry) => number,
): Entry[][] => {
  const parts: Entry[][] = []
  let room = 0
  for (const entry of entries) {
    const weight = weightOf(entry)
    const last = parts.at(-1)
    if (last && weight <= room) last.push(entry)
    else {
      parts.push([entry])
      room = limits.sharedCommitChangesMax
    }
    room -= weight
  }
  return parts
}
