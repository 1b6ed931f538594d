import { describe, expect, it } from 'vitest'
import { createTestWorld } from '../testing/world.ts'
import { capabilityUrl, checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'

const target = { kind: 'upload', ownerId: 'session-1', fileId: 'file-1', name: 'a.iso' } as const

const given = async (): Promise<{
  check: (claim: Partial<Capability>) => Promise<void>
}> => {
  const { world } = createTestWorld()
  const url = await capabilityUrl(world, { origin: 'https://library.test' }, target)
  const mac = new URL(url).pathname.split('/')[5] ?? ''
  return { check: (claim) => checkCapability(world, { ...target, mac, ...claim }) }
}

describe('a capability', () => {
  it('is good for what it was given for', async () => {
    const { check } = await given()
    await expect(check({})).resolves.toBeUndefined()
  })

  it.each([
    { kind: 'download' },
    { kind: 'file' },
    { ownerId: 'session-2' },
    { fileId: 'file-2' },
    { name: 'b.iso' },
    { mac: '' },
    // What stands beside each other is not one text.
    { ownerId: 'session-1file-', fileId: '1' },
  ] as const)('is good for nothing else: %j', async (claim) => {
    const { check } = await given()
    await expect(check(claim)).rejects.toMatchObject({
      type: 'NOT_FOUND',
      id: 'accession.transfer.capability_invalid',
    })
  })
})
