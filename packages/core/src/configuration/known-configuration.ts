import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { readConfiguration } from './read-configuration.ts'
import type { Configuration } from './configuration-fields.ts'

/** The configuration as a process has read it; the values, not the read: others may not wait for it. */
interface Known {
  readonly values: Configuration
  readonly readAt: number
}

const known = new WeakMap<World['store'], Known>()

/**
 * The configuration, as it was read at most `limits.configurationMs` ago: changed values reach every
 * node within that, and no request waits for a read of its own.
 */
export const knownConfiguration = async (
  world: Pick<World, 'store' | 'clock'>,
): Promise<Configuration> => {
  const { store, clock } = world
  const readAt = clock.now()
  const last = known.get(store)
  if (last && Math.abs(readAt - last.readAt) < limits.configurationMs) return last.values
  // One reads, while the others go by what is known.
  if (last) known.set(store, { ...last, readAt })
  const { values } = await readConfiguration(world)
  known.set(store, { values, readAt })
  return values
}

/** Forgets what is known, so that this process goes by what it has changed itself. */
export const forgetConfiguration = ({ store }: Pick<World, 'store'>): void => {
  known.delete(store)
}
