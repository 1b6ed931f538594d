import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { signForTest } from '../testing/signatures.ts'
import { parcelType, writeSeal } from '../testing/parcel-type.ts'
import { authority, makeTestCertificate } from '../testing/test-certificate.ts'
import { sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'

const strictPolicy = '75340985-23f9-4dcb-b638-17ade5747e74'

const root = makeTestCertificate({ subject: 'root', extensions: [authority()] })
const leaf = makeTestCertificate({ subject: 'leaf', issuer: 'root' })

type Files = Readonly<Record<string, string>>

const content: Files = { 'a.list': 'disk 5\n', disk: '01234' }

const sumsOf = (files: Files): string =>
  Object.entries(files)
    .map(([name, text]) => `${name} SHA256:${createHash('sha256').update(text).digest('hex')}\n`)
    .join('')

const sealOf = (sums: string, key = 'leaf', signedFile = 'a.sums'): string =>
  writeSeal({
    signedFile,
    algorithm: 'SHA256',
    signature: signForTest(key, 'SHA256', new TextEncoder().encode(sums)),
    certificates: [leaf],
  })

/** The files that make content signed, and then the content. */
const signed = (files = content, sums = sumsOf(files)): Files => ({
  'a.seal': sealOf(sums),
  'a.sums': sums,
  ...files,
})

/** A library that holds parcels, strict or not, with an item in it. */
const open = async (isStrict = false) => {
  const itemType = isStrict ? 'ovf' : 'parcel'
  const type = { ...parcelType, info: { ...parcelType.info, type: itemType } }
  const ports = { store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }
  const place = await openPlace({ open: async () => ports }, { itemTypes: [type] })
  const caller = await place.addCaller()
  const options = isStrict ? { securityPolicyId: strictPolicy } : {}
  const library = await place.addLibrary({ options })
  const { id: item } = await place.addItem(library.id, { itemType, itemTypeKey: itemType })
  const session = async (files: Files, ignored: readonly string[] = []): Promise<string> => {
    const warning_behavior = ignored.map((one) => ({ type: one, ignored: true })) as never
    const update_session_id = await place.call(caller, 'updateSession.create', {
      create_spec: { library_item_id: item, warning_behavior },
    })
    for (const [name, text] of Object.entries(files)) {
      const file_spec = { name, source_type: 'PUSH' } as const
      const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
        update_session_id,
        file_spec,
      })
      await place.upload(upload_endpoint?.uri ?? '', sending(text))
    }
    return update_session_id
  }
  return {
    ...place,
    caller,
    library,
    item,
    session,
    trust: (cert_text: string) =>
      place.call(caller, 'trustedCertificates.create', { spec: { cert_text } }),
    complete: (update_session_id: string) =>
      outcomeOf(place.call(caller, 'updateSession.complete', { update_session_id })),
    validate: (update_session_id: string) =>
      place.call(caller, 'updateSessionFile.validate', { update_session_id }),
    get: (update_session_id: string) =>
      place.call(caller, 'updateSession.get', { update_session_id }),
    shown: () => place.call(caller, 'item.get', { library_item_id: item }),
    async fileNames() {
      const files = await place.call(caller, 'itemFile.list', { library_item_id: item })
      return files.map(({ name }) => name).toSorted()
    },
  }
}

type Place = Awaited<ReturnType<typeof open>>

const done = { result: undefined }

/** The session has ended in ERROR with what its complete answered, and nothing of it is left. */
const expectFailed = async (place: Place, session: string, answer: object): Promise<void> => {
  expect(await place.complete(session)).toMatchObject(answer)
  const { id } = answer as { id: string }
  const ended = await place.get(session)
  expect(ended).toMatchObject({ state: 'ERROR', error_message: { id } })
  expect(ended.preview_info).toBeUndefined()
  expect(await place.fileNames()).toEqual([])
  await place.comeToRest()
  await expectNoOrphan(place.world, id)
}

const warned = (args: readonly string[]) => ({
  type: 'NOT_ALLOWED_IN_CURRENT_STATE',
  id: 'accession.signed_content.warned',
  args,
})

describe('content whose signer is trusted', () => {
  it('is completed, and its item tells who signed it', async () => {
    const place = await open()
    const session = await place.session(signed())
    await place.trust(root)
    expect(await place.validate(session)).toMatchObject({ has_errors: false })
    expect(await place.complete(session)).toEqual(done)
    expect(await place.fileNames()).toEqual(['a.list', 'disk'])
    expect(await place.shown()).toMatchObject({
      certificate_verification_info: { status: 'VERIFIED', cert_chain: [leaf, root] },
      security_compliance: true,
    })
  })

  it('is verified no longer once files come that nobody has signed', async () => {
    const place = await open()
    await place.trust(root)
    await place.complete(await place.session(signed()))
    expect(await place.complete(await place.session({ disk: '56789' }))).toEqual(done)
    const { certificate_verification_info: info } = await place.shown()
    expect(info).toEqual({ status: 'NOT_AVAILABLE' })
  })

  it('stays verified by a session that changes nothing', async () => {
    const place = await open()
    await place.trust(root)
    await place.complete(await place.session(signed()))
    expect(await place.complete(await place.session({}))).toEqual(done)
    const { certificate_verification_info: info } = await place.shown()
    expect(info).toMatchObject({ status: 'VERIFIED' })
  })
})

describe('content whose signer raises warnings', () => {
  it('fails its session at complete, where they are not ignored', async () => {
    const place = await open()
    const session = await place.session(signed())
    expect(await place.validate(session)).toMatchObject({ has_errors: false })
    await expectFailed(place, session, warned(['UNTRUSTED_CERTIFICATE']))
    expect(place.logged.at(-1)).toMatchObject({ event: 'update_session.fail' })
  })

  it('fails its session also where digests are made at complete alone', async () => {
    const place = await open()
    const { disk = '', ...others } = signed()
    const session = await place.session({ disk, ...others })
    await expectFailed(place, session, warned(['UNTRUSTED_CERTIFICATE']))
  })

  it('is completed where all of them are ignored, and its item tells of them', async () => {
    const place = await open()
    const session = await place.session(signed(), ['UNTRUSTED_CERTIFICATE'])
    expect(await place.complete(session)).toEqual(done)
    expect(await place.shown()).toMatchObject({
      certificate_verification_info: { status: 'UNTRUSTED', cert_chain: [leaf] },
      security_compliance: true,
    })
  })

  it('fails its session where only some of them are ignored', async () => {
    const place = await open()
    place.clock.jump(Date.UTC(2091) - place.clock.now())
    const session = await place.session(signed(), ['UNTRUSTED_CERTIFICATE'])
    await expectFailed(place, session, warned(['EXPIRED_CERTIFICATE']))
  })

  it('is looked at when it is completed, not when it came', async () => {
    const place = await open()
    const certificate = await place.trust(root)
    const session = await place.session(signed())
    expect(await place.get(session)).toMatchObject({ preview_info: { warnings: [] } })
    await place.call(place.caller, 'trustedCertificates.delete', { certificate })
    await expectFailed(place, session, warned(['UNTRUSTED_CERTIFICATE']))
  })
})

describe('content that is not what was signed', () => {
  const sums = sumsOf(content)
  const cases: readonly [string, Files, readonly string[], string][] = [
    [
      'the sums were altered',
      { ...signed(), 'a.sums': `${sums}other SHA256:00\n` },
      ['a.seal'],
      'signature_wrong',
    ],
    [
      'somebody else has signed them',
      { ...signed(), 'a.seal': sealOf(sums, 'another') },
      ['a.seal'],
      'signature_wrong',
    ],
    [
      'the list alone was signed',
      { ...signed(), 'a.seal': sealOf(content['a.list'] ?? '', 'leaf', 'a.list') },
      ['a.seal'],
      'no_manifest',
    ],
    ['a file was signed by nobody', { ...signed(), more: 'x' }, ['more'], 'not_in_manifest'],
    [
      'other sums tell of such a file',
      { 'b.sums': sumsOf({ more: 'x' }), ...signed(), more: 'x' },
      ['more'],
      'not_in_manifest',
    ],
  ]

  it.each(cases)(
    'leaves its session ACTIVE, and nothing is changed: %s',
    async (_, files, names, id) => {
      const place = await open()
      await place.trust(root)
      const session = await place.session(files)
      const { has_errors, invalid_files } = await place.validate(session)
      expect(has_errors).toBe(true)
      expect(invalid_files.map(({ name }) => name)).toEqual(names)
      expect(invalid_files[0]?.error_message.id).toBe(`accession.signed_content.${id}`)
      expect(await place.complete(session)).toMatchObject({
        type: 'NOT_ALLOWED_IN_CURRENT_STATE',
        id: 'accession.update_session.content_invalid',
      })
      expect(await place.get(session)).toMatchObject({ state: 'ACTIVE' })
      expect(await place.fileNames()).toEqual([])
    },
  )

  it('misses the sums that a seal is about', async () => {
    const place = await open()
    const { 'a.sums': _, ...files } = signed()
    const session = await place.session(files)
    expect(await place.validate(session)).toMatchObject({ missing_files: ['a.sums'] })
  })
})

describe('a library that is strict', () => {
  it('misses what would make content signed', async () => {
    const place = await open(true)
    const session = await place.session(content)
    const missing_files = ['a.sums', 'a.seal']
    expect(await place.validate(session)).toMatchObject({ has_errors: true, missing_files })
    expect(await place.complete(session)).toMatchObject({
      id: 'accession.update_session.content_invalid',
    })
    expect(await place.get(session)).toMatchObject({ state: 'ACTIVE' })
    expect(await place.shown()).toMatchObject({ security_compliance: false })
  })

  it('takes content whose signer is trusted, and no change of it that nobody has signed', async () => {
    const place = await open(true)
    await place.trust(root)
    expect(await place.complete(await place.session(signed()))).toEqual(done)
    expect(await place.shown()).toMatchObject({
      certificate_verification_info: { status: 'VERIFIED' },
      security_compliance: true,
    })
    const session = await place.session({ disk: '56789' })
    const missing_files = ['a.sums', 'a.seal']
    expect(await place.validate(session)).toMatchObject({ missing_files })
  })

  it('looks at signatures that came before their item was of its type', async () => {
    const cases = [
      [sealOf('something else'), 'accession.update_session.content_invalid'],
      [sealOf(sumsOf(content)), undefined],
    ] as const
    for (const [seal, refusal] of cases) {
      const place = await open(true)
      await place.trust(root)
      const update = (type: string) =>
        place.call(place.caller, 'item.update', {
          library_item_id: place.item,
          update_spec: { type },
        })
      await update('plain')
      const session = await place.session({ ...signed(), 'a.seal': seal })
      await update('ovf')
      expect(await place.get(session)).toMatchObject({ preview_info: { state: 'UNAVAILABLE' } })
      const answer = await place.complete(session)
      expect(answer).toMatchObject(refusal === undefined ? done : { id: refusal })
      const { security_compliance } = await place.shown()
      expect(security_compliance).toBe(refusal === undefined)
    }
  })

  it('lets no warning be ignored', async () => {
    const place = await open(true)
    const session = await place.session(signed(), ['UNTRUSTED_CERTIFICATE'])
    const warnings = [{ type: 'UNTRUSTED_CERTIFICATE', ignored: false }]
    expect(await place.get(session)).toMatchObject({ preview_info: { warnings } })
    await expectFailed(place, session, {
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      id: 'accession.signed_content.warned_in_secure_library',
      args: ['UNTRUSTED_CERTIFICATE', place.library.id],
    })
  })

  it('takes copies of what was verified, and of nothing else', async () => {
    const place = await open(true)
    const { id: plain } = await place.addLibrary({})
    const copy = (from: string, library_id: string, name: string) =>
      outcomeOf(
        place.call(place.caller, 'item.copy', {
          source_library_item_id: from,
          destination_create_spec: { library_id, name },
        }),
      )
    await place.trust(root)
    await place.complete(await place.session(signed()))
    expect(await copy(place.item, place.library.id, 'copy')).toHaveProperty('result')
    const { id: unsigned } = await place.addItem(plain, { itemType: 'ovf', itemTypeKey: 'ovf' })
    await place.addItemFile(unsigned, 'a.list', '')
    expect(await copy(unsigned, place.library.id, 'another')).toEqual({
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      id: 'accession.signed_content.copy_not_verified',
      args: [unsigned, place.library.id],
    })
    expect(await copy(unsigned, plain, 'another')).toHaveProperty('result')
  })

  it('shows what came before it was strict as it is', async () => {
    const place = await open(true)
    const { id } = await place.addLibrary({})
    const { id: library_item_id } = await place.addItem(id, { itemType: 'ovf', itemTypeKey: 'ovf' })
    const isCompliant = async () =>
      (await place.call(place.caller, 'item.get', { library_item_id })).security_compliance
    expect(await isCompliant()).toBe(true)
    await place.call(place.caller, 'localLibrary.update', {
      library_id: id,
      update_spec: { security_policy_id: strictPolicy },
    })
    expect(await isCompliant()).toBe(false)
  })
})

it('whoever looks while a session ends is told of that, also where the bytes are gone', async () => {
  const looks = {
    get: (place: Place, id: string) => outcomeOf(place.get(id)),
    validate: (place: Place, id: string) => outcomeOf(place.validate(id)),
    complete: (place: Place, id: string) => place.complete(id),
  }
  const told: unknown[] = []
  for (const look of Object.values(looks)) {
    const place = await open()
    const update_session_id = await place.session(signed())
    const { blobs } = place.world
    const read = blobs.read.bind(blobs)
    vi.spyOn(blobs, 'read').mockImplementationOnce(async (...given) => {
      await place.call(place.caller, 'updateSession.cancel', { update_session_id })
      await place.sweepAll()
      return read(...given)
    })
    told.push(await look(place, update_session_id))
  }
  const ended = { id: 'accession.update_session.not_active' }
  expect(told).toMatchObject([{ result: { state: 'CANCELED' } }, ended, ended])
})
