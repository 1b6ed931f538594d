import { expect, it } from 'vitest'
import { insert, remove } from '../ports/changes.ts'
import type { TrustedCertificate } from '../ports/entities.ts'
import { testSignatures } from '../testing/signatures.ts'
import { makeTestCertificate } from '../testing/test-certificate.ts'
import { createTestWorld } from '../testing/world.ts'
import { loadTrusted } from './load-trusted.ts'

it('reads each trusted certificate once, and forgets it with its trust', async () => {
  const read: string[] = []
  const { world, apply } = createTestWorld({
    signatures: {
      ...testSignatures,
      describe(der) {
        const facts = testSignatures.describe(der)
        read.push(facts?.subject ?? '')
        return facts
      },
    },
  })
  const trust = async (subject: string): Promise<TrustedCertificate> => {
    const certText = makeTestCertificate({ subject })
    const row = { id: world.ids.uuid(), revision: 1, certText, createdAt: 1 }
    await apply(insert('trustedCertificate', row))
    return row
  }
  const subjects = async () => (await loadTrusted(world)).map(({ subject }) => subject).toSorted()

  const first = await trust('first')
  await trust('second')
  expect(await subjects()).toEqual(['/CN=first', '/CN=second'])
  expect(await subjects()).toEqual(['/CN=first', '/CN=second'])
  expect(read.toSorted()).toEqual(['/CN=first', '/CN=second'])
  await apply(remove('trustedCertificate', first))
  expect(await subjects()).toEqual(['/CN=second'])
  await trust('first')
  expect(await subjects()).toEqual(['/CN=first', '/CN=second'])
  expect(read.toSorted()).toEqual(['/CN=first', '/CN=first', '/CN=second'])
})
