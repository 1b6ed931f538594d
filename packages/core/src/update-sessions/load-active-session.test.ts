import { expect, it } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createTestWorld } from '../testing/world.ts'
import { cancelUpdateSession } from './cancel-update-session.ts'
import { createUpdateSession } from './create-update-session.ts'
import { getUpdateSession } from './get-update-session.ts'
import { keepUpdateSessionAlive } from './keep-update-session-alive.ts'

it('makes expiry final before it refuses a session for it', async () => {
  const store = createMemoryStore()
  let open!: () => void
  let tellHeld!: () => void
  const gate = new Promise<void>((resolve) => (open = resolve))
  const held = new Promise<void>((resolve) => (tellHeld = resolve))
  let isHolding = false
  const { world, clock, ...place } = createTestWorld({
    store: {
      ...store,
      async commit(changes) {
        if (isHolding) {
          isHolding = false
          tellHeld()
          await gate
        }
        return store.commit(changes)
      },
    },
  })
  const caller = await place.addCaller()
  const item = await place.addItem((await place.addLibrary()).id)
  const create_spec = { library_item_id: item.id }
  const session = { update_session_id: await createUpdateSession(world, caller, { create_spec }) }

  isHolding = true
  const keptAlive = keepUpdateSessionAlive(world, caller, session)
  await held
  await clock.advance(world.settings.sessionTimeoutMs)
  const refused = { id: 'accession.update_session.not_active' }
  await expect(cancelUpdateSession(world, caller, session)).rejects.toMatchObject(refused)
  open()

  await expect(keptAlive).rejects.toMatchObject(refused)
  expect(await getUpdateSession(world, caller, session)).toMatchObject({
    state: 'ERROR',
    error_message: { id: 'accession.update_session.expired' },
  })
})
