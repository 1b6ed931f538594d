import { expect, it } from 'vitest'
import type { WarningBehavior } from '../contract/preview-info.ts'
import { insert, remove } from '../ports/changes.ts'
import type { ItemType } from '../ports/item-type.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { signForTest } from '../testing/signatures.ts'
import { parcelType } from '../testing/parcel-type.ts'
import { authority, makeTestCertificate } from '../testing/test-certificate.ts'
import { createTestWorld } from '../testing/world.ts'
import { loadUpdateSession } from '../update-sessions/load-update-session.ts'
import { previewSession } from './preview-session.ts'

const manifest = 'a.list SHA256:00'
const root = makeTestCertificate({ subject: 'root', extensions: [authority()] })
const leaf = makeTestCertificate({ subject: 'leaf', issuer: 'root' })
const encoder = new TextEncoder()

const statement = (signed = manifest, key = 'leaf') => ({
  signedFile: 'a.sums',
  algorithm: 'SHA256',
  signature: [...signForTest(key, 'SHA256', encoder.encode(signed))],
  certificates: [leaf],
})

/** Its files may come in an archive too. */
const archivedType: ItemType = {
  ...parcelType,
  roleOf: (name) => ({ ...parcelType.roleOf(name), isArchive: name.endsWith('.ova') }),
}

const strictPolicy = '75340985-23f9-4dcb-b638-17ade5747e74'

const openSession = async (given: {
  readonly behaviors?: readonly WarningBehavior[]
  readonly isStrict?: boolean
  readonly completingUser?: string
}) => {
  const test = createTestWorld()
  const caller = await test.addCaller()
  const options = given.isStrict ? { securityPolicyId: strictPolicy } : {}
  const library = await test.addLibrary({ options })
  const itemType = given.isStrict ? 'ovf' : 'parcel'
  const item = await test.addItem(library.id, { itemType, itemTypeKey: itemType })
  const session = sampleRow('updateSession', {
    id: test.world.ids.uuid(),
    libraryId: library.id,
    itemId: item.id,
    userId: caller.user.id,
    state: 'ACTIVE',
    warningBehavior: given.behaviors ?? null,
    completingUser: given.completingUser ?? null,
  })
  await test.apply(insert('updateSession', session))
  const put = async (
    name: string,
    own: Partial<UpdateSessionFile> = {},
    content = '',
  ): Promise<UpdateSessionFile> => {
    const { blobId, size } = await test.addItemFile(item.id, name, content)
    const file = sampleRow('updateSessionFile', {
      id: test.world.ids.uuid(),
      sessionId: session.id,
      name,
      change: 'ADD',
      status: 'READY',
      blobId,
      size,
      inspection: null,
      ...own,
    })
    await test.apply(insert('updateSessionFile', file))
    return file
  }
  const trust = (certText: string) =>
    test.apply(
      insert('trustedCertificate', {
        id: test.world.ids.uuid(),
        revision: 1,
        certText,
        createdAt: 1,
      }),
    )
  const preview = async (type: ItemType | null = archivedType, store = test.world.store) => {
    const found = await loadUpdateSession(test.world, caller, session.id)
    return previewSession({ ...test.world, store }, type ?? undefined, found)
  }
  return { ...test, put, trust, preview }
}

const putSigned = async (
  { put }: Awaited<ReturnType<typeof openSession>>,
  inspection: ReturnType<typeof statement> = statement(),
): Promise<void> => {
  await put('a.sums', {}, manifest)
  await put('a.seal', { inspection })
  await put('a.list')
}

const refuse = () => Promise.reject(new Error('Nothing is to be asked'))

it('is not applicable where content is never signed, and reads nothing then', async () => {
  const { preview, world } = await openSession({})
  const { signing: _, ...unsigned } = parcelType
  const silent = { ...world.store, find: refuse, findWith: refuse, ids: refuse }
  expect(await preview(null, silent)).toEqual({ state: 'NOT_APPLICABLE' })
  expect(await preview(unsigned, silent)).toEqual({ state: 'NOT_APPLICABLE' })
  await expect(preview(parcelType, silent)).rejects.toThrow('Nothing is to be asked')
})

it('is unavailable until the descriptor is added, and while it has a fault', async () => {
  const { put, preview, apply } = await openSession({})
  const unavailable = { state: 'UNAVAILABLE' }
  expect(await preview()).toEqual(unavailable)
  await put('disk.vmdk')
  await put('a.sums', {}, manifest)
  expect(await preview()).toEqual(unavailable)
  const failed = await put('a.list', { status: 'ERROR' })
  expect(await preview()).toEqual(unavailable)
  await apply(remove('updateSessionFile', failed))
  await put('b.list', { change: 'REMOVE' })
  expect(await preview()).toEqual(unavailable)
})

it('is not applicable once a session completes that brings nothing to preview', async () => {
  const { put, preview } = await openSession({ completingUser: 'somebody' })
  await put('disk.vmdk', { status: 'TRANSFERRING', blobId: null })
  expect(await preview()).toEqual({ state: 'NOT_APPLICABLE' })
  await put('a.list', { status: 'TRANSFERRING', blobId: null })
  expect(await preview()).toEqual({ state: 'PREPARING' })
})

it.each([
  ['its descriptor', 'a.list'],
  ['its manifest', 'a.sums'],
  ['an archive that may hold one', 'a.ova'],
])('is being prepared while it waits for %s', async (_, waiting) => {
  const { put, preview } = await openSession({})
  await put(waiting, { status: 'TRANSFERRING', blobId: null })
  if (waiting === 'a.sums') await put('a.list')
  expect(await preview()).toEqual({ state: 'PREPARING' })
})

it('is available without a certificate where nobody has signed', async () => {
  const { put, preview } = await openSession({})
  await put('a.sums', {}, manifest)
  await put('a.list')
  await put('disk.vmdk', { status: 'WAITING_FOR_TRANSFER', blobId: null })
  expect(await preview()).toEqual({ state: 'AVAILABLE', warnings: [] })
})

it('tells of the signer, by what is trusted and when it is asked', async () => {
  const session = await openSession({})
  await putSigned(session)
  const shown = { state: 'AVAILABLE', certificate_info: { subject: '/CN=leaf' } }
  const untrusted = [{ type: 'UNTRUSTED_CERTIFICATE', ignored: false }]
  expect(await session.preview()).toMatchObject({ ...shown, warnings: untrusted })
  await session.trust(root)
  const trusted = { warnings: [], cert_chain: [leaf, root] }
  expect(await session.preview()).toMatchObject({ ...shown, ...trusted })
  await session.clock.advance(Date.UTC(2091) - session.clock.now())
  expect(await session.preview()).toMatchObject({
    warnings: [{ type: 'EXPIRED_CERTIFICATE' }, { type: 'UNTRUSTED_CERTIFICATE' }],
  })
})

it('ignores what the session wants ignored, unless the library is strict', async () => {
  const behaviors = [{ type: 'UNTRUSTED_CERTIFICATE', ignored: true }] as const
  for (const isStrict of [false, true]) {
    const session = await openSession({ behaviors, isStrict })
    await putSigned(session)
    expect(await session.preview()).toMatchObject({ warnings: [{ ignored: !isStrict }] })
  }
})

it.each([
  ['the manifest was altered', statement('a.list SHA256:01')],
  ['somebody else has signed', statement(manifest, 'another')],
  ['another file was signed', { ...statement(), signedFile: 'a.list' }],
  ['the signed file is not there', { ...statement(), signedFile: 'b.sums' }],
])('is unavailable where the signature is wrong: %s', async (_, inspection) => {
  const session = await openSession({})
  await putSigned(session, inspection)
  expect(await session.preview()).toEqual({ state: 'UNAVAILABLE' })
})
