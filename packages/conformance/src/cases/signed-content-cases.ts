import type { ItemModel, PreviewInfo, WarningBehavior } from '@accession/core/contract'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { checkFiles, itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary } from '../fixtures/libraries.ts'
import { manifestText } from '../fixtures/packages.ts'
import type { PackageFiles } from '../fixtures/packages.ts'
import { certificateFileOf, plainPackage, signedPackage } from '../fixtures/signed-packages.ts'
import { makeSigner } from '../fixtures/signers.ts'
import { trust } from '../fixtures/trust.ts'
import { addFile, openSession, sendFile, stateOf, upload } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const dayMs = 86_400_000

type WarningType = WarningBehavior['type']

interface SignedSession {
  readonly library: string
  readonly item: string
  readonly session: string
}

/** Opens a session on an OVF item of a library, and sends files into it. */
const send = async (
  context: CaseContext,
  files: PackageFiles,
  library?: string,
): Promise<SignedSession> => {
  const library_id = library ?? (await makeLibrary(context))
  const item = await makeItem(context, library_id, { name: context.unique('ovf'), type: 'ovf' })
  const session = await openSession(context, item)
  for (const [name, content] of Object.entries(files))
    await sendFile(context, session, name, content)
  return { library: library_id, item, session }
}

/** A library that takes only OVF packages whose signer is trusted. */
const makeStrictLibrary = async (context: CaseContext): Promise<string> => {
  const policies = await context.call('securityPolicies.list', {})
  const strict = policies.find((one) => one.item_type_rules['ovf'] === 'OVF_STRICT_VERIFICATION')
  return makeLibrary(context, { security_policy_id: strict?.policy })
}

const previewOf = async (
  context: CaseContext,
  update_session_id: string,
): Promise<PreviewInfo | undefined> =>
  (await context.call('updateSession.get', { update_session_id })).preview_info

const ignore = (
  context: CaseContext,
  update_session_id: string,
  types: readonly WarningType[],
): Promise<void> =>
  context.call('updateSession.update', {
    update_session_id,
    update_spec: { warning_behavior: types.map((type) => ({ type, ignored: true })) },
  })

const complete = (context: CaseContext, update_session_id: string): Promise<void> =>
  context.call('updateSession.complete', { update_session_id })

/** The warnings of a preview by their types; fails where one has no message. */
const warningsOf = (preview: PreviewInfo | undefined): readonly WarningType[] =>
  (preview?.warnings ?? []).map(({ type, message }) => {
    check(message.default_message !== '', `${type} has no message`)
    return type
  })

/** `complete` fails the session for these warnings: it is in ERROR, and its item as it was. */
const failsFor = async (
  context: CaseContext,
  { item, session }: SignedSession,
  types: readonly WarningType[],
): Promise<void> => {
  const given = { update_session_id: session }
  const error = await context.refused(
    'NOT_ALLOWED_IN_CURRENT_STATE',
    'updateSession.complete',
    given,
  )
  const ended = await context.call('updateSession.get', given)
  checkMatches('The session', ended, { state: 'ERROR', preview_info: undefined })
  checkEqual('Its message', ended.error_message, error.messages[0])
  for (const type of types)
    check(error.messages[0]?.default_message.includes(type) === true, `The error names no ${type}`)
  await checkFiles(context, item, {})
}

/** Whoever signs, with the certificate that it is trusted by. */
const makeTrusted = async (context: CaseContext) => {
  const root = makeSigner({ name: context.unique('root'), isAuthority: true })
  await trust(context, root.pem)
  return { root, leaf: root.issue({ name: 'leaf' }) }
}

const verificationOf = async (
  context: CaseContext,
  item: string,
): Promise<ItemModel['certificate_verification_info']> =>
  (await itemOf(context, item)).certificate_verification_info

/** Signatures over OVF packages: who signed, what is said of it, and what comes of it. */
export const signedContentCases = defineCases('signed-content', 'Signed content', {
  'the preview waits for the descriptor, and for what tells of signatures': async (context) => {
    const files = signedPackage(makeSigner({ name: 'self' }))
    const { session } = await send(context, {})
    checkEqual('At first', await previewOf(context, session), { state: 'UNAVAILABLE' })
    await sendFile(context, session, 'appliance.mf', files['appliance.mf'] ?? '')
    checkEqual('Before the descriptor', await previewOf(context, session), { state: 'UNAVAILABLE' })
    const certificate = await addFile(context, session, 'appliance.cert')
    await sendFile(context, session, 'appliance.ovf', files['appliance.ovf'] ?? '')
    checkEqual('With the descriptor', await previewOf(context, session), { state: 'PREPARING' })
    await upload(context, certificate.uri, files['appliance.cert'] ?? '')
    checkMatches('With all of them', await previewOf(context, session), { state: 'AVAILABLE' })
  },

  'items of other types have none': async (context) => {
    const item = await makeItem(context, await makeLibrary(context))
    const session = await openSession(context, item)
    checkEqual('The preview', await previewOf(context, session), { state: 'NOT_APPLICABLE' })
    await sendFile(context, session, 'a.ovf', 'x')
    checkEqual('The preview', await previewOf(context, session), { state: 'NOT_APPLICABLE' })
  },

  'what nobody has signed has a preview without a certificate': async (context) => {
    const { item, session } = await send(context, plainPackage)
    const preview = { state: 'AVAILABLE', warnings: [] }
    checkEqual('The preview', await previewOf(context, session), preview)
    checkEqual('Before', await verificationOf(context, item), undefined)
    await complete(context, session)
    checkEqual('Afterwards', await verificationOf(context, item), { status: 'NOT_AVAILABLE' })
    checkMatches('The item', await itemOf(context, item), { security_compliance: true })
  },

  'a trusted signer raises no warning, and the item tells who it is': async (context) => {
    const { root, leaf } = await makeTrusted(context)
    const { item, session } = await send(context, signedPackage(leaf))
    const cert_chain = [leaf.pem, root.pem]
    checkMatches('The preview', await previewOf(context, session), {
      state: 'AVAILABLE',
      certificate_info: {
        subject: '/CN=leaf',
        issuer: `/CN=${root.name}`,
        self_signed: false,
        x509: leaf.pem,
      },
      cert_chain,
      warnings: [],
    })
    await complete(context, session)
    const verified = { status: 'VERIFIED', cert_chain }
    checkEqual('The item', await verificationOf(context, item), verified)
    await checkFiles(context, item, plainPackage)
  },

  'certificates come in any order, some of them only trusted': async (context) => {
    const { root } = await makeTrusted(context)
    const between = root.issue({ name: 'between', isAuthority: true })
    const leaf = between.issue({ name: 'leaf' })
    const manifest = manifestText(plainPackage)
    const [signature = '', ...blocks] = certificateFileOf(manifest, leaf, [between, root]).split(
      /(?=-----BEGIN)/,
    )
    const turned = [signature, ...blocks.toReversed()].join('')
    const { session } = await send(context, { ...signedPackage(leaf), 'appliance.cert': turned })
    const cert_chain = [leaf.pem, between.pem, root.pem]
    checkMatches('The preview', await previewOf(context, session), { cert_chain, warnings: [] })
  },

  'warnings that are not ignored fail the session': async (context) => {
    const made = await send(context, signedPackage(makeSigner({ name: 'self' })))
    const types = ['SELF_SIGNED_CERTIFICATE', 'UNTRUSTED_CERTIFICATE'] as const
    checkEqual('The warnings', warningsOf(await previewOf(context, made.session)), types)
    await ignore(context, made.session, ['SELF_SIGNED_CERTIFICATE'])
    const warnings = [{ ignored: true }, { ignored: false }]
    checkMatches('The preview', await previewOf(context, made.session), { warnings })
    await failsFor(context, made, ['UNTRUSTED_CERTIFICATE'])
  },

  'warnings that are all ignored do not': async (context) => {
    const self = makeSigner({ name: 'self' })
    const { item, session } = await send(context, signedPackage(self))
    await ignore(context, session, ['UNTRUSTED_CERTIFICATE', 'SELF_SIGNED_CERTIFICATE'])
    await complete(context, session)
    const info = { status: 'UNTRUSTED', cert_chain: [self.pem] }
    checkEqual('The item', await verificationOf(context, item), info)
  },

  'a certificate that signs itself may be trusted': async (context) => {
    const self = makeSigner({ name: 'self' })
    await trust(context, self.pem)
    const { item, session } = await send(context, signedPackage(self))
    const certificate_info = { self_signed: true }
    checkMatches('The preview', await previewOf(context, session), {
      certificate_info,
      warnings: [],
    })
    await complete(context, session)
    checkMatches('The item', await verificationOf(context, item), { status: 'VERIFIED' })
  },

  'a certificate must count when it is looked at': async (context) => {
    const { root } = await makeTrusted(context)
    const yesterday = new Date(Date.now() - dayMs)
    const tomorrow = new Date(Date.now() + dayMs)
    const times = [
      ['EXPIRED_CERTIFICATE', { notBefore: new Date(0), notAfter: yesterday }],
      ['NOT_YET_VALID_CERTIFICATE', { notBefore: tomorrow }],
    ] as const
    for (const [type, time] of times) {
      const { item, session } = await send(
        context,
        signedPackage(root.issue({ name: 'leaf', ...time })),
      )
      checkEqual('The warnings', warningsOf(await previewOf(context, session)), [type])
      await ignore(context, session, [type])
      await complete(context, session)
      const info = await verificationOf(context, item)
      checkMatches('The item', info, { status: 'VERIFICATION_FAILURE' })
    }
  },

  'nobody is trusted for an issuer that is none': async (context) => {
    const { leaf } = await makeTrusted(context)
    const below = leaf.issue({ name: 'below' })
    const { session } = await send(context, signedPackage(below, [leaf]))
    checkEqual('The warnings', warningsOf(await previewOf(context, session)), [
      'UNTRUSTED_CERTIFICATE',
    ])
  },

  'what was altered, or signed by somebody else, is invalid': async (context) => {
    const { leaf } = await makeTrusted(context)
    const other = makeSigner({ name: 'leaf' })
    const files = signedPackage(leaf)
    const manifest = files['appliance.mf'] ?? ''
    const wrong = `SHA256(appliance.mf)= ${other.sign(manifest).toString('hex')}\n${leaf.pem}`
    const cases = [
      ['appliance.cert', { ...files, 'appliance.mf': manifest.replaceAll('\n', ' \n') }],
      ['appliance.cert', { ...files, 'appliance.cert': wrong }],
      ['more.txt', { ...files, 'more.txt': 'more' }],
    ] as const
    for (const [name, altered] of cases) {
      const { item, session } = await send(context, altered)
      const result = await context.call('updateSessionFile.validate', {
        update_session_id: session,
      })
      checkMatches('The validation', result, { has_errors: true, invalid_files: [{ name }] })
      const given = { update_session_id: session }
      await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', given)
      checkEqual('The state', await stateOf(context, session), 'ACTIVE')
      await checkFiles(context, item, {})
    }
  },

  'a strict library takes only what a trusted signer has signed': async (context) => {
    const library = await makeStrictLibrary(context)
    const { leaf } = await makeTrusted(context)
    const { item, session } = await send(context, signedPackage(leaf), library)
    checkMatches('Before', await itemOf(context, item), { security_compliance: false })
    await complete(context, session)
    checkMatches('Afterwards', await itemOf(context, item), { security_compliance: true })

    const unsigned = await send(context, plainPackage, library)
    const given = { update_session_id: unsigned.session }
    const { missing_files } = await context.call('updateSessionFile.validate', given)
    checkEqual('What is missing', missing_files.toSorted(), ['appliance.cert', 'appliance.mf'])
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', given)
    checkEqual('The state', await stateOf(context, unsigned.session), 'ACTIVE')
  },

  'a strict library lets no warning be ignored': async (context) => {
    const library = await makeStrictLibrary(context)
    const made = await send(context, signedPackage(makeSigner({ name: 'self' })), library)
    await ignore(context, made.session, ['SELF_SIGNED_CERTIFICATE', 'UNTRUSTED_CERTIFICATE'])
    const warnings = [{ ignored: false }, { ignored: false }]
    checkMatches('The preview', await previewOf(context, made.session), { warnings })
    await failsFor(context, made, ['SELF_SIGNED_CERTIFICATE', 'UNTRUSTED_CERTIFICATE'])
  },

  'a strict library takes no copy of what was not verified': async (context) => {
    const { item, session, library: library_id } = await send(context, plainPackage)
    await complete(context, session)
    const copy = (destination: string) => ({
      source_library_item_id: item,
      destination_create_spec: { library_id: destination, name: context.unique('copy') },
    })
    const strict = await makeStrictLibrary(context)
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'item.copy', copy(strict))
    await context.call('item.copy', copy(library_id))
  },
})
