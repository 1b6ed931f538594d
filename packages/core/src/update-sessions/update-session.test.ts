import { expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { createTestWorld } from '../testing/world.ts'
import { inProcess } from '../testing/update-sessions/place.ts'
import { loadUpdateSession } from './load-update-session.ts'
import { expiryOf } from './update-session.ts'

it('tells one expiry on all nodes, and no later one than its time where it is kept for pulls', async () => {
  const test = createTestWorld()
  const { world } = test
  const caller = await test.addCaller()
  const item = await test.addItem((await test.addLibrary()).id)
  const id = await inProcess(world).call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item.id },
  })
  const { updateSession } = await loadUpdateSession(world, caller, id)
  const now = world.clock.now()
  for (const behindMs of [0, 5, limits.clockSkewMs - 1])
    expect(expiryOf(updateSession, now - behindMs, world.settings)).toBe(updateSession.expiresAt)
  const kept = { ...updateSession, expiresAt: now + limits.pullKeptMs }
  expect(expiryOf(kept, now, world.settings)).toBe(now + world.settings.sessionTimeoutMs)
})
