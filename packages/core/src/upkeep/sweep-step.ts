import type { World } from '../world.ts'

/** What the steps of one sweep share. */
export interface Sweeping {
  readonly world: World
  /** Rows that a step takes up at most. */
  readonly batchMax: number
  /** Whether it is this node's turn: asked once something is due, before anything is done. */
  readonly takeTurn: () => Promise<boolean>
}

/** Takes up what is due of one kind; answers how much of it was done. */
export type SweepStep = (sweeping: Sweeping) => Promise<number>
