import { createRunningTransfers } from '../../transfers/running-transfers.ts'
import type { World } from '../../world.ts'
import { inProcess } from './place.ts'
import type { SessionWire } from './place.ts'

/**
 * Reaches several nodes, of which each call and each upload takes the next: they share the catalog,
 * the bytes and the clock, and nothing that a process knows of itself.
 */
export const severalNodes =
  (count: number) =>
  (world: World): SessionWire => {
    const nodes = Array.from({ length: count }, () =>
      inProcess({ ...world, store: { ...world.store }, transfers: createRunningTransfers() }),
    )
    let calls = 0
    const next = (): SessionWire => nodes[calls++ % count] as SessionWire
    return {
      call: (...given) => next().call(...given),
      upload: (...given) => next().upload(...given),
    }
  }
