import { expect } from 'vitest'
import { limits } from '../../limits.ts'
import { held } from '../tasks/held.ts'
import { outcomeOf } from '../update-sessions/place.ts'
import { until } from '../update-sessions/until.ts'
import type { PullPlace } from './pull-place.ts'

/** How many blobs the engine holds, once all that nobody needs was swept. */
export const blobsLeft = async (
  place: Pick<PullPlace, 'world' | 'clock' | 'sweepAll'>,
): Promise<number> => {
  await place.sweepAll()
  for (const ms of [limits.pullSegmentMs, limits.freedAgainMs]) {
    await place.clock.advance(ms)
    await place.sweepAll()
  }
  let count = 0
  for await (const _ of place.world.blobs.list()) count++
  const rows = await place.world.store.find('blob', { where: { id: { moreThan: '' } }, limit: 100 })
  expect(rows.length, 'rows without bytes').toBe(count)
  return count
}

/** Completes or cancels the session, and tells what came of it. */
export const endSession = (place: PullPlace, name: 'complete' | 'cancel') =>
  outcomeOf(place.call(place.caller, `updateSession.${name}`, { update_session_id: place.session }))

/** A pull that has begun, and waits in the middle; `ended` is when nothing runs any more. */
export const heldPull = async (place: PullPlace, content: Uint8Array, at: number) => {
  const gate = held()
  await place.pull({ content, hold: { at, wait: gate.wait } })
  const runner = place.newRunner()
  await runner.takeUp()
  await until(gate.hasBegun)
  return { release: () => gate.release(), ended: () => runner.idle(), stop: () => runner.stop() }
}
