import { change } from '../commit/change.ts'
import { limits } from '../limits.ts'
import { insert, remove, write } from '../ports/changes.ts'
import type { Setting } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** Each hold is a row, so that several may stand side by side; what it holds lapses with its time. */
const prefix = 'hold-'

/** A hold that stands, and how it ends. */
export interface BlobHold extends AsyncDisposable {
  /** Aborts when the hold could not be renewed in time. */
  readonly signal: AbortSignal
}

type Ports = Pick<World, 'store' | 'clock' | 'ids' | 'log'>

/**
 * Keeps the sweeps of all nodes from freeing stored bytes, until it is disposed of. It is renewed
 * while this process runs; that of a process which died lapses by itself.
 */
export const holdBlobs = async (world: World): Promise<BlobHold> => {
  const id = `${prefix}${world.ids.uuid()}`
  const row = { id, revision: 1, value: until(world) }
  await change(world, async () => ({ changes: [insert('setting', row)], result: undefined }))
  const ended = new AbortController()
  const lost = new AbortController()
  const renewing = keepRenewing(world, id, ended.signal).catch((error: unknown) => {
    if (!ended.signal.aborted) lost.abort(error)
  })
  return {
    signal: lost.signal,
    async [Symbol.asyncDispose]() {
      ended.abort()
      await renewing
      await change(world, async () => {
        const found = await readHold(world, id)
        return { changes: found ? [remove('setting', found)] : [], result: undefined }
      })
    },
  }
}

const until = ({ clock }: Ports): string => String(clock.now() + limits.blobHoldMs)

const readHold = async ({ store }: Ports, id: string): Promise<Setting | undefined> =>
  (await store.find('setting', { where: { id }, limit: 1 }))[0]

/** A store that is away for a moment is asked again, as long as the hold stands. */
const keepRenewing = async (world: World, id: string, signal: AbortSignal): Promise<never> => {
  for (let renewedAt = world.clock.now(); ;) {
    await world.clock.sleep(limits.blobHoldMs / 6, signal)
    const now = world.clock.now()
    try {
      await renew(world, id)
      renewedAt = now
    } catch (error) {
      if (now - renewedAt > limits.blobHoldMs / 2) throw error
      world.log.warn('backup.hold_not_renewed', { reason: String(error) })
    }
  }
}

const renew = (world: World, id: string): Promise<void> =>
  change(world, async () => {
    const found = await readHold(world, id)
    const value = until(world)
    const renewed = found
      ? write('setting', found, { value })
      : insert('setting', { id, revision: 1, value })
    return { changes: [renewed], result: undefined }
  })

/** Whether stored bytes are held now; removes holds that have lapsed. */
export const areBlobsHeld = async ({ store, clock }: Ports): Promise<boolean> => {
  const rows = await store.find('setting', { where: { id: { moreThan: prefix } }, limit: 100 })
  const holds = rows.filter(({ id }) => isHold(id))
  const lapsed = holds.filter(({ value }) => Number(value) <= clock.now())
  for (const row of lapsed) await store.commit([remove('setting', row)])
  return lapsed.length < holds.length
}

/** Whether a setting is such a hold. */
export const isHold = (id: string): boolean => id.startsWith(prefix)
