import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import type { Caller } from '../access/caller.ts'
import { limits } from '../limits.ts'
import { createMemoryStore } from '../memory/store.ts'
import { certificates } from '../testing/certificates.ts'
import { createTestWorld } from '../testing/world.ts'
import { createTrustedCertificate } from './create-trusted-certificate.ts'
import { deleteTrustedCertificate } from './delete-trusted-certificate.ts'
import { getTrustedCertificate } from './get-trusted-certificate.ts'
import { isCertificate } from './is-certificate.ts'
import { listTrustedCertificates } from './list-trusted-certificates.ts'
import { readCertificate, writeCertificate } from './read-certificate.ts'

const malformed = { id: 'accession.trusted_certificate.malformed', type: 'INVALID_ARGUMENT' }

/** SHA-256 of the DER form, as `openssl x509 -fingerprint -sha256` has it. */
const ellipticId = '94850a41b1a90718116d7565ee06695a9dfafccf4701755935c78feecd3ac7e3'

const openWorld = async (store = createMemoryStore()) => {
  const test = createTestWorld({ store, hashing })
  const caller = await test.addCaller()
  const create = (cert_text: string, by: Caller = caller) =>
    createTrustedCertificate(test.world, by, { spec: { cert_text } })
  const list = async (by: Caller = caller) =>
    (await listTrustedCertificates(test.world, by)).certificates
  const remove = (certificate: string, by: Caller = caller) =>
    deleteTrustedCertificate(test.world, by, { certificate })
  return { ...test, caller, create, list, remove }
}

describe('a trusted certificate', () => {
  it('has its digest for an id, and is read as PEM', async () => {
    const { world, caller, create, list, logged } = await openWorld()
    const certificate = await create(certificates.elliptic)
    expect(certificate).toBe(ellipticId)
    const cert_text = certificates.elliptic
    expect(await getTrustedCertificate(world, caller, { certificate })).toEqual({ cert_text })
    expect(await list()).toEqual([{ certificate, cert_text }])
    expect(logged.at(-1)).toMatchObject({ event: 'trusted_certificate.create' })
  })

  it.each(Object.entries(certificates))('may be %s', async (_, text) => {
    const { create, list } = await openWorld()
    await create(text)
    expect(await list()).toMatchObject([{ cert_text: text }])
  })

  it('is the same however it is written, and however often it is created', async () => {
    const { create, list, logged } = await openWorld()
    const text = certificates.elliptic
    const [first = '', ...lines] = text.trim().split('\n')
    const last = lines.pop() ?? ''
    const ways = [text, text.replaceAll('\n', '\r\n'), `\n ${first}${lines.join('')}${last}`]
    const ids = await Promise.all([...ways, ...ways].map((way) => create(way)))
    expect(new Set(ids).size).toBe(1)
    expect(await list()).toEqual([{ certificate: ids[0], cert_text: text }])
    expect(logged.filter(({ event }) => event === 'trusted_certificate.create')).toHaveLength(1)
  })

  it('is gone once it was deleted, and can be created again', async () => {
    const { world, caller, create, list, remove } = await openWorld()
    const certificate = await create(certificates.rsa)
    await remove(certificate)
    const gone = { id: 'accession.trusted_certificate.not_found', type: 'NOT_FOUND' }
    await expect(remove(certificate)).rejects.toMatchObject(gone)
    const read = getTrustedCertificate(world, caller, { certificate })
    await expect(read).rejects.toMatchObject(gone)
    expect(await list()).toEqual([])
    expect(await create(certificates.rsa)).toBe(certificate)
  })

  it('is one of so many', async () => {
    const store = createMemoryStore()
    const ids = Array.from({ length: limits.trustedCertificatesMax }, (_, index) => `id ${index}`)
    const { create } = await openWorld({
      ...store,
      ids: async (table, query) => (query.limit > 1 ? ids : store.ids(table, query)),
    })
    const refused = { id: 'accession.trusted_certificate.too_many', type: 'ERROR' }
    await expect(create(certificates.elliptic)).rejects.toMatchObject(refused)
  })

  it('is read by whoever may read something, and chosen by who administers the system', async () => {
    const { world, create, list, remove, addCaller, addLibrary } = await openWorld()
    const certificate = await create(certificates.rsa)
    const { id: libraryId } = await addLibrary()
    for (const grants of [
      [{ role: 'admin', libraryId }],
      [{ role: 'editor', libraryId: null }],
    ] as const) {
      const other = await addCaller(grants)
      expect(await list(other)).toHaveLength(1)
      await getTrustedCertificate(world, other, { certificate })
      const unauthorized = { type: 'UNAUTHORIZED' }
      await expect(create(certificates.elliptic, other)).rejects.toMatchObject(unauthorized)
      await expect(remove(certificate, other)).rejects.toMatchObject(unauthorized)
    }
    const nobody = await addCaller([])
    await expect(list(nobody)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })
})

describe('what is no certificate', () => {
  const der = readCertificate(certificates.edwards)
  const base64 = certificates.rsa.split('\n').slice(1, -2).join('\n')

  it.each([
    ['nothing', ''],
    ['other text', 'my certificate'],
    ['bare base64', base64],
    ['a key', certificates.rsa.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
    ['two of them', certificates.rsa + certificates.elliptic],
    ['text before it', `Bag Attributes\n${certificates.rsa}`],
    ['text after it', `${certificates.rsa}more`],
    ['no end', certificates.rsa.slice(0, -10)],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['no base64', certificates.rsa.replace('MII', 'M-I')],
    ['base64 that is cut', certificates.rsa.replace('MII', 'MI')],
    ['padding in the middle', certificates.rsa.replace('MII', 'MI=')],
    ['other bytes', writeCertificate(new TextEncoder().encode('some text, as long as you like'))],
    ['a byte too few', writeCertificate(der.subarray(0, -1))],
    ['a byte too many', writeCertificate(Uint8Array.from([...der, 0]))],
    [
      'what is too large',
      writeCertificate(Uint8Array.from([0x30, 0x83, 1, 0, 0, ...new Uint8Array(65_536)])),
    ],
  ])('is refused: %s', async (_, text) => {
    const { create, list } = await openWorld()
    await expect(create(text)).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    expect(await list()).toEqual([])
  })

  it('is told in one way, which shows nothing of it', async () => {
    const { create } = await openWorld()
    await expect(create(base64)).rejects.toMatchObject({ ...malformed, args: [] })
    const long = { id: 'accession.argument.too_long', args: ['cert_text', '49152'] }
    await expect(create(certificates.rsa.padEnd(60_000))).rejects.toMatchObject(long)
  })

  it('is every part of one, and one with a part more', () => {
    for (let end = 0; end < der.length; end++)
      expect(isCertificate(der.subarray(0, end))).toBe(false)
    expect(isCertificate(der)).toBe(true)
    expect(isCertificate(Uint8Array.from([...der, ...der]))).toBe(false)
  })

  it('is one whose structure was changed anywhere', () => {
    // Tags and lengths of what RFC 5280 asks for, by their place in this certificate.
    const places = [
      0, 4, 7, 9, 12, 34, 36, 41, 71, 73, 88, 103, 133, 135, 137, 142, 177, 179, 262, 264, 269,
    ]
    for (const place of places) {
      const changed = der.slice()
      changed[place] = (changed[place] ?? 0) ^ 0x14
      expect(isCertificate(changed), `byte ${place}`).toBe(false)
    }
  })

  it('has lengths in their one shortest form', () => {
    const [, , high = 0, low = 0] = der
    const content = der.subarray(4)
    const longer = Uint8Array.from([0x30, 0x83, 0, high, low, ...content])
    const indefinite = Uint8Array.from([0x30, 0x80, ...content, 0, 0])
    expect(isCertificate(longer)).toBe(false)
    expect(isCertificate(indefinite)).toBe(false)
  })
})
