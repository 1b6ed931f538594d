import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import { createTestWorld } from '../testing/world.ts'
import type { World } from '../world.ts'
import { createSubscription } from './create-subscription.ts'
import { deleteSubscription } from './delete-subscription.ts'
import { getSubscription } from './get-subscription.ts'
import { listSubscriptions } from './list-subscriptions.ts'
import { publishLibraryItem } from './publish-library-item.ts'
import { publishLibrary } from './publish-library.ts'
import { updateSubscription } from './update-subscription.ts'

const subscription = 'subscription-1'
const spec = {
  subscribed_library: { target: 'USE_EXISTING', subscribed_library: 'library', location: 'LOCAL' },
} as const

const openWorld = async () => {
  const test = createTestWorld()
  const place = async (type: 'LOCAL' | 'SUBSCRIBED') => {
    const library = await test.addLibrary({ type })
    return { library: library.id, item: (await test.addItem(library.id)).id }
  }
  const [local, mirror] = [await place('LOCAL'), await place('SUBSCRIBED')]
  return { ...test, local, mirror, unknown: { library: 'unknown', item: 'unknown' } }
}

interface Place {
  readonly library: string
  readonly item: string
}

const operations: readonly (readonly [
  string,
  (world: World, caller: Caller, at: Place) => Promise<unknown>,
])[] = [
  ['create', (world, caller, { library }) => createSubscription(world, caller, { library, spec })],
  ['list', (world, caller, { library }) => listSubscriptions(world, caller, { library })],
  [
    'get',
    (world, caller, { library }) => getSubscription(world, caller, { library, subscription }),
  ],
  [
    'update',
    (world, caller, { library }) =>
      updateSubscription(world, caller, { library, subscription, spec: {} }),
  ],
  [
    'delete',
    (world, caller, { library }) => deleteSubscription(world, caller, { library, subscription }),
  ],
  [
    'publish a library',
    (world, caller, { library }) => publishLibrary(world, caller, { library_id: library }),
  ],
  [
    'publish an item',
    (world, caller, { item }) =>
      publishLibraryItem(world, caller, { library_item_id: item, force_sync_content: false }),
  ],
]

describe.each(operations)('%s', (_, operate) => {
  it('refuses what is unknown, then who may not, then what is not published', async () => {
    const { world, addCaller, local, mirror, unknown } = await openWorld()
    const [nobody, caller] = [await addCaller([]), await addCaller()]
    await expect(operate(world, nobody, unknown)).rejects.toMatchObject({ type: 'NOT_FOUND' })
    for (const place of [local, mirror])
      await expect(operate(world, nobody, place)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    await expect(operate(world, caller, mirror)).rejects.toMatchObject({
      id: 'accession.subscription.publisher_not_local',
      type: 'INVALID_ELEMENT_TYPE',
    })
    await expect(operate(world, caller, local)).rejects.toMatchObject({
      id: 'accession.subscription.not_published',
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    })
  })
})

it('create takes no client token that is no UUID', async () => {
  const { world, addCaller, local } = await openWorld()
  const input = { library: local.library, spec, client_token: 'token' }
  await expect(createSubscription(world, await addCaller(), input)).rejects.toMatchObject({
    id: 'accession.argument.client_token_not_uuid',
  })
})
