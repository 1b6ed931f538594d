import { limits } from '../limits.ts'
import { insert, write } from '../ports/changes.ts'
import type { Setting } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { sweepingProcess } from './sweeping-process.ts'

/**
 * The turn to sweep, which one node has at a time, so that no two take up the same things. Nothing
 * relies on it but the cost: what is swept is claimed by its rows. A node that dies with it loses it
 * after `limits.sweepTurnMs`.
 */
export interface SweepTurn {
  /** Whether another node has it. */
  readonly isElsewhere: boolean
  /** Takes or keeps it; false where another node was first. */
  take(): Promise<boolean>
  /** Lets another node have it at once. */
  giveBack(): Promise<void>
}

const rowId = 'sweep-turn'

/** Looks whose turn it is. */
export const findSweepTurn = async (world: World): Promise<SweepTurn> => {
  const { store, clock } = world
  const { id: own } = sweepingProcess(world)
  let [row] = await store.find('setting', { where: { id: rowId }, limit: 1 })
  const { holder, until } = read(row)
  let keptUntil = holder === own ? until : 0

  const tell = async (time: number): Promise<boolean> => {
    const value = `${own} ${time}`
    const { outcome } = await store.commit([
      row ? write('setting', row, { value }) : insert('setting', { id: rowId, revision: 1, value }),
    ])
    if (outcome !== 'committed') return false
    row = { id: rowId, revision: (row?.revision ?? 0) + 1, value }
    keptUntil = time
    return true
  }

  return {
    isElsewhere: holder !== own && until > clock.now(),
    async take() {
      const now = clock.now()
      return keptUntil - now > limits.sweepTurnMs / 2 || tell(now + limits.sweepTurnMs)
    },
    async giveBack() {
      if (keptUntil > 0) await tell(0)
    },
  }
}

const read = (row: Setting | undefined): { holder: string; until: number } => {
  const [holder = '', until = '0'] = row?.value.split(' ') ?? []
  return { holder, until: Number(until) }
}
