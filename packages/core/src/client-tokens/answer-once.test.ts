import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import type { Store } from '../ports/store.ts'
import { createTestWorld } from '../testing/world.ts'
import { createUpdateSession } from '../update-sessions/create-update-session.ts'

const client_token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'

/** A world in which something happens just after a client token was looked up. */
const disturbed = async () => {
  const inner = createMemoryStore()
  let disturb: (() => Promise<unknown>) | undefined
  const store: Store = {
    ...inner,
    async find(table, query) {
      const found = await inner.find(table, query)
      const now = table === 'clientToken' ? disturb : undefined
      if (now) disturb = undefined
      await now?.()
      return found
    },
  }
  const test = createTestWorld({ store })
  const caller = await test.addCaller()
  const { id: libraryId } = await test.addLibrary()
  const [item, other] = [await test.addItem(libraryId), await test.addItem(libraryId)]
  const create = (library_item_id = item.id, token: string | undefined = client_token) =>
    createUpdateSession(test.world, caller, {
      ...(token !== undefined && { client_token: token }),
      create_spec: { library_item_id },
    })
  return { create, other, meanwhile: (act: typeof disturb) => (disturb = act) }
}

describe('the same call at the same time', () => {
  it('is answered alike, though it meets what the first one made', async () => {
    const { create, meanwhile } = await disturbed()
    let first: string | undefined
    meanwhile(async () => (first = await create()))
    expect(await create()).toBe(first)
    expect(first).toBeDefined()
  })

  it('is refused where its specification is another', async () => {
    const { create, other, meanwhile } = await disturbed()
    await create(other.id, '0b6c1a9e-54a7-4a5e-8d4f-2f6f6a7c9a11')
    meanwhile(() => create())
    const refused = create(other.id)
    await expect(refused).rejects.toMatchObject({ id: 'accession.argument.client_token_reused' })
  })

  it('hears of what is in the way where that is of another call', async () => {
    const { create, meanwhile } = await disturbed()
    meanwhile(() => create(undefined, '0b6c1a9e-54a7-4a5e-8d4f-2f6f6a7c9a11'))
    await expect(create()).rejects.toMatchObject({ type: 'RESOURCE_BUSY' })
  })
})
