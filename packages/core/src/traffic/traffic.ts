import { knownConfiguration } from '../configuration/known-configuration.ts'
import type { Configuration } from '../configuration/configuration-fields.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { createPace } from './pace.ts'
import type { Pace } from './pace.ts'

/** A transfer among those that run in this process. */
export interface Place {
  /** Lets bytes pass; resolves when they may, undefined where that is now. */
  pass(count: number): Promise<void> | undefined
  /** Whoever waits may come in. */
  leave(): void
}

/** When a place last moved bytes: one that stands still for long keeps nobody out. */
interface Mover {
  movedAt: number
}

interface Traffic {
  readonly pace: Pace
  readonly movers: { readonly [Pool in PoolName]: Set<Mover> }
  sizes: { readonly [Pool in PoolName]: number }
}

type PoolName = 'priority' | 'other'

/** By the store, which is a process's own; what a host gives to each request is not. */
const traffics = new WeakMap<World['store'], Traffic>()

const trafficOf = (world: World): Traffic => {
  const known = traffics.get(world.store)
  if (known) return known
  const made: Traffic = {
    pace: createPace(world),
    movers: { priority: new Set(), other: new Set() },
    sizes: { priority: 0, other: 0 },
  }
  traffics.set(world.store, made)
  return made
}

const bytesPerMegabit = 125_000

/**
 * Goes by the configuration as it is known; called now and then while anything is transferred. While
 * the catalog does not answer, everything goes on as it did.
 */
export const followConfiguration = async (world: World): Promise<void> => {
  const configuration = await knownConfiguration(world).catch((error: unknown) => {
    world.log.error('configuration.not_read', error)
    return undefined
  })
  if (!configuration) return
  const traffic = trafficOf(world)
  traffic.sizes = sizesIn(configuration)
  const { transfer_throttling_bandwidth_total: megabits } = configuration
  traffic.pace.setRate(megabits === 0 ? Infinity : megabits * bytesPerMegabit)
}

const sizesIn = (configuration: Configuration): Traffic['sizes'] => ({
  priority: configuration.priority_transfer_threads_pool_size,
  other: configuration.transfer_threads_pool_size,
})

/**
 * Takes a place for a transfer of the file, as soon as fewer run than the configuration allows.
 * Rejects with SERVICE_UNAVAILABLE where that takes too long, and when its sender has gone.
 */
export const takePlace = async (
  world: World,
  fileName: string,
  signal?: AbortSignal,
): Promise<Place> => {
  const { clock, metrics } = world
  const traffic = trafficOf(world)
  const pool = isPriority(fileName) ? 'priority' : 'other'
  const movers = traffic.movers[pool]
  await followConfiguration(world)
  for (const beganAt = clock.now(); !hasRoom(movers, traffic.sizes[pool], metrics.now());) {
    if (clock.now() - beganAt >= limits.transferTurnMs) {
      throw accessionError('accession.transfer.too_many_at_once', [traffic.sizes[pool]])
    }
    await clock.sleep(limits.transferTurnLookMs)
    if (signal?.aborted) throw accessionError('accession.transfer.interrupted', [fileName, 0])
    await followConfiguration(world)
  }
  const mover = { movedAt: metrics.now() }
  movers.add(mover)
  const move = (): void => {
    mover.movedAt = metrics.now()
  }
  return {
    pass(count) {
      move()
      // Whoever is held up by us does not stand still.
      return traffic.pace.pass(count, move)
    },
    leave: () => void movers.delete(mover),
  }
}

/** The reference has OVF descriptors go first. */
const isPriority = (fileName: string): boolean => /\.ovf$/i.test(fileName)

const hasRoom = (movers: ReadonlySet<Mover>, size: number, now: number): boolean => {
  if (size === 0 || movers.size < size) return true
  let moving = 0
  for (const { movedAt } of movers) if (now - movedAt < limits.transferLeaseMs) moving++
  return moving < size
}
