import type { World } from '../world.ts'

/** What a process knows of its own sweeping; nothing of it is stored. */
export interface SweepingProcess {
  readonly id: string
  /** The blobs whose bytes it could not delete, and has told so. */
  readonly toldOf: Set<string>
}

const processes = new WeakMap<World['transfers'], SweepingProcess>()

/** This process as one that sweeps. */
export const sweepingProcess = ({ transfers, ids }: World): SweepingProcess => {
  const known = processes.get(transfers)
  if (known) return known
  const made = { id: ids.uuid(), toldOf: new Set<string>() }
  processes.set(transfers, made)
  return made
}
