import { accessionError } from '../../errors/accession-error.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { Store } from '../../ports/store.ts'
import type { SessionPorts } from './place.ts'
import type { Random } from './random.ts'

/** Stands around each call of the two ports. */
type Around = <R>(port: 'store' | 'blobs', call: () => Promise<R>) => Promise<R>

const surround = ({ store, blobs, hashing }: SessionPorts, around: Around): SessionPorts => {
  const seenStore: Store = {
    find: (table, query) => around('store', () => store.find(table, query)),
    findWith: (table, parents, query) =>
      around('store', () => store.findWith(table, parents, query)),
    ids: (table, query) => around('store', () => store.ids(table, query)),
    commit: (changes) => around('store', () => store.commit(changes)),
  }
  const seenBlobs: BlobStore = {
    write: (id, bytes, options) => around('blobs', () => blobs.write(id, bytes, options)),
    read: (id, range) => around('blobs', () => blobs.read(id, range)),
    delete: (ids) => around('blobs', () => blobs.delete(ids)),
    list: () => blobs.list(),
    availableBytes: () => around('blobs', () => blobs.availableBytes()),
  }
  return { store: seenStore, blobs: seenBlobs, hashing }
}

/** Lets a random number of others run: steps of the same turn, and now and then whole turns. */
export const waitAtRandom = async (random: Random): Promise<void> => {
  if (random.below(8) === 0) await new Promise((resolve) => setTimeout(resolve, 0))
  for (let steps = random.below(12); steps > 0; steps--) await Promise.resolve()
}

/** Ports whose calls begin, and whose answers come, a random time later. */
export const tardy =
  (random: Random) =>
  (ports: SessionPorts): SessionPorts =>
    surround(ports, async (_, call) => {
      await waitAtRandom(random)
      const answer = await call()
      await waitAtRandom(random)
      return answer
    })

/** Which call fails, counted from when the fault was armed. */
export interface Fault {
  /** Whether the call fails before it has done anything, or does it and its answer is lost. */
  readonly mode: 'refused' | 'answer lost'
  /** The number of the call, from 1; 0 lets all pass. */
  failAt: number
  calls: number
  fired: boolean
}

/** Ports of which one call fails, as an engine does that does not answer. */
export const faulty =
  (fault: Fault) =>
  (ports: SessionPorts): SessionPorts =>
    surround(ports, async (port, call) => {
      const fails = fault.failAt > 0 && ++fault.calls === fault.failAt
      if (!fails) return call()
      fault.fired = true
      if (fault.mode === 'answer lost') await call()
      const cause = new Error(`Call ${fault.failAt} was ${fault.mode}`)
      throw port === 'store'
        ? accessionError('accession.service.store_failing', [], { cause })
        : accessionError('accession.service.blobs_failing', [], { cause })
    })
