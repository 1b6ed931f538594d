import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { createMemoryStore } from '../memory/store.ts'
import type { Store } from '../ports/store.ts'
import { createTestWorld } from '../testing/world.ts'
import { capabilityUrl, checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'
import { rotateCapabilityKey } from './capability-key.ts'

const target = { kind: 'file', ownerId: 'an-item', fileId: 'a-file', name: 'disk.iso' } as const
const invalid = { id: 'accession.transfer.capability_invalid' }

/** Nodes over one catalog, each with its own reads of it. */
const openNodes = () => {
  const store = createMemoryStore()
  const { world, clock } = createTestWorld({ store })
  let reads = 0
  const node = (own: Store = { ...store }) => {
    const counted: Store = { ...own, find: (...query) => (reads++, own.find(...query)) }
    return { ...world, store: counted }
  }
  return { one: node(), other: node(), clock, node, reads: () => reads }
}

const capabilityBy = async (world: ReturnType<typeof openNodes>['one']): Promise<Capability> => {
  const url = await capabilityUrl(world, { origin: 'https://library.test' }, target)
  return { ...target, mac: new URL(url).pathname.split('/')[5] ?? '' }
}

describe('the key of the capability URLs', () => {
  it('is one for all nodes, also when they need it at once', async () => {
    const { one, other } = openNodes()
    const [first, second] = await Promise.all([capabilityBy(one), capabilityBy(other)])
    expect(first).toEqual(second)
    await checkCapability(other, first)
  })

  it('is read now and then, not for each URL', async () => {
    const { one, clock, reads } = openNodes()
    const made = await capabilityBy(one)
    const before = reads()
    for (let count = 0; count < 100; count++) await checkCapability(one, made)
    expect(reads()).toBe(before)
    clock.jump(limits.capabilityKeyMs)
    await checkCapability(one, made)
    expect(reads()).toBe(before + 1)
  })

  it('once rotated makes other URLs, which each node takes at once', async () => {
    const { one, other, clock } = openNodes()
    const old = await capabilityBy(one)
    await checkCapability(other, old)
    clock.jump(limits.capabilityKeyRereadMs)
    await rotateCapabilityKey(one)
    await expect(checkCapability(one, old)).rejects.toMatchObject(invalid)
    await checkCapability(other, await capabilityBy(one))
    await expect(checkCapability(other, old)).rejects.toMatchObject(invalid)
  })

  it('once rotated is honoured nowhere after its time', async () => {
    const { one, other, clock } = openNodes()
    const old = await capabilityBy(one)
    await checkCapability(other, old)
    await rotateCapabilityKey(one)
    clock.jump(limits.capabilityKeyMs)
    await expect(checkCapability(other, old)).rejects.toMatchObject(invalid)
  })

  it('costs a flood of wrong URLs one read a second', async () => {
    const { one, clock, reads } = openNodes()
    const wrong = { ...(await capabilityBy(one)), mac: 'wrong' }
    const before = reads()
    for (let second = 0; second < 10; second++) {
      clock.jump(limits.capabilityKeyRereadMs)
      for (let count = 0; count < 50; count++)
        await expect(checkCapability(one, wrong)).rejects.toMatchObject(invalid)
    }
    expect(reads() - before).toBe(10)
  })

  it('does not let one request wait for what another one reads', async () => {
    const store = createMemoryStore()
    const { world } = createTestWorld({ store })
    await capabilityBy({ ...world, store })
    let isHeld = true
    const stuck: Store = {
      ...store,
      find: (...query) => {
        if (!isHeld) return store.find(...query)
        isHeld = false
        return new Promise(() => {})
      },
    }
    const node = { ...world, store: stuck }
    void capabilityBy(node)
    expect(await capabilityBy(node)).toMatchObject(target)
  })

  it('can be rotated before it is first needed', async () => {
    const { one } = openNodes()
    await rotateCapabilityKey(one)
    await checkCapability(one, await capabilityBy(one))
  })
})
