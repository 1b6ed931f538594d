import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeItem, makeLibrary } from '../src/fixtures/libraries.ts'
import { manifestText } from '../src/fixtures/packages.ts'
import { plainPackage } from '../src/fixtures/signed-packages.ts'
import { trust } from '../src/fixtures/trust.ts'
import { openSession, sendFile } from '../src/fixtures/update-sessions.ts'
import type { CaseContext } from '../src/run/case-context.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { hasOpenSsl, openOpenSsl } from './support/openssl.ts'
import type { CertificateOptions, OpenSsl } from './support/openssl.ts'
import { contextOf, signIn } from './support/sign-in.ts'
import { startNode } from './support/start-node.ts'

const isMissing = !hasOpenSsl()
if (isMissing)
  process.stderr.write('skipped: signatures of OpenSSL: there is no openssl 3 in the path\n')

const digests = ['sha1', 'sha256', 'sha512'] as const

const authority = { constraints: 'CA:TRUE' }

/** Every certificate by its name; `loop` is another one of the first root, issued by one below that. */
const made = {
  root: { key: 'rsa', ...authority },
  other: authority,
  rsa: { key: 'rsa', issuer: 'root' },
  elliptic: { issuer: 'root' },
  self: {},
  expired: { issuer: 'root', from: -9, until: -1 },
  early: { issuer: 'root', from: 1 },
  between: { issuer: 'root', ...authority },
  below: { issuer: 'between' },
  ended: { issuer: 'root', from: -9, until: -1, ...authority },
  belowEnded: { issuer: 'ended' },
  belowRsa: { issuer: 'rsa' },
  narrow: { issuer: 'root', constraints: 'CA:TRUE,pathlen:0' },
  shallow: { issuer: 'narrow' },
  narrowed: { issuer: 'narrow', ...authority },
  deep: { issuer: 'narrowed' },
  first: authority,
  back: { issuer: 'first', ...authority },
  loop: { issuer: 'back', as: 'first', ...authority },
  belowLoop: { issuer: 'first' },
} as const satisfies Readonly<Record<string, CertificateOptions>>

type Name = keyof typeof made

describe.skipIf(isMissing)('what OpenSSL has signed', () => {
  let node: StartedTarget
  let context: CaseContext
  let openssl: OpenSsl
  const pems = new Map<Name, string>()

  beforeAll(async () => {
    node = await startNode({ store: 'memory:' })
    context = contextOf(node, { kind: 'token', token: await signIn(node) })
    openssl = openOpenSsl()
  })

  afterAll(async () => {
    openssl[Symbol.dispose]()
    await node[Symbol.asyncDispose]?.()
  })

  /** Made when it is first asked for, its issuer before. */
  const pemOf = (name: Name): string => {
    const known = pems.get(name)
    if (known !== undefined) return known
    const options: CertificateOptions = made[name]
    for (const other of [options.issuer, options.as]) if (other !== undefined) pemOf(other as Name)
    const pem = openssl.certificate(name, options)
    pems.set(name, pem)
    return pem
  }

  const trusting = async (names: readonly Name[], work: () => Promise<void>): Promise<void> => {
    const ids: string[] = []
    try {
      for (const name of names) ids.push(await trust(context, pemOf(name)))
      await work()
    } finally {
      for (const certificate of ids)
        await context.call('trustedCertificates.delete', { certificate })
    }
  }

  /** Sends a package that somebody has signed, and answers what the preview says of it. */
  const preview = async (
    signer: Name,
    certificates: readonly Name[],
    digest: (typeof digests)[number] = 'sha256',
    signed = manifestText(plainPackage),
  ) => {
    const item = await makeItem(context, await makeLibrary(context), { type: 'ovf' })
    const update_session_id = await openSession(context, item)
    const blocks = certificates.map((name) => pemOf(name))
    pemOf(signer)
    const signature = openssl.sign(signer, digest, signed)
    const files = {
      'appliance.mf': manifestText(plainPackage),
      'appliance.cert': `${digest.toUpperCase()}(appliance.mf)= ${signature}\n${blocks.join('')}`,
      ...plainPackage,
    }
    for (const [name, content] of Object.entries(files))
      await sendFile(context, update_session_id, name, content)
    const { preview_info } = await context.call('updateSession.get', { update_session_id })
    const { warnings = [], state } = preview_info ?? {}
    return { state, warnings: warnings.map(({ type }) => type) }
  }

  const signatures = (['rsa', 'elliptic'] as const).flatMap((name) =>
    digests.map((digest) => [name, digest] as const),
  )

  it.each(signatures)(
    'is right by the key of %s with %s, and wrong once it is altered',
    (name, digest) =>
      trusting(['root'], async () => {
        expect(await preview(name, [name], digest)).toEqual({ state: 'AVAILABLE', warnings: [] })
        const wrong = { state: 'UNAVAILABLE', warnings: [] }
        const altered = manifestText({ ...plainPackage, more: '' })
        expect(await preview(name, [name], digest, altered)).toEqual(wrong)
        expect(await preview(name, ['self', 'root'], digest)).toEqual(wrong)
      }),
  )

  it('is told of by its time', () =>
    trusting(['root'], async () => {
      expect((await preview('expired', ['expired'])).warnings).toEqual(['EXPIRED_CERTIFICATE'])
      expect((await preview('early', ['early'])).warnings).toEqual(['NOT_YET_VALID_CERTIFICATE'])
    }))

  /** What came along, its first one the signer's; whom is trusted; and whether that is enough. */
  const chains: readonly (readonly [string, readonly Name[], readonly Name[], boolean])[] = [
    ['all of it', ['below', 'between', 'root'], ['root'], true],
    ['more below than are allowed', ['deep', 'narrowed', 'narrow', 'root'], ['root'], false],
    ['issuers of each other', ['belowLoop', 'loop', 'back'], ['root'], false],
    ['one that signs itself', ['self'], ['root'], false],
    ['in another order', ['below', 'root', 'between'], ['root'], true],
    ['without the root', ['below', 'between'], ['root'], true],
    ['the signer alone', ['below'], ['root', 'between'], true],
    ['the one between is trusted', ['below', 'between'], ['between'], true],
    ['the signer is trusted', ['below'], ['below'], true],
    ['something is missing', ['below', 'root'], ['root'], false],
    ['another root is trusted', ['below', 'between', 'root'], ['other'], false],
    ['one that signs itself and is trusted', ['self'], ['self'], true],
    ['an issuer that has ended', ['belowEnded', 'ended', 'root'], ['root'], false],
    ['an issuer that is no authority', ['belowRsa', 'rsa', 'root'], ['root'], false],
    ['as many below as are allowed', ['shallow', 'narrow', 'root'], ['root'], true],
    ['issuers of each other, one trusted', ['belowLoop', 'loop', 'back'], ['back'], true],
  ]

  it.each(chains)(
    'leads to a trusted one, or not, as OpenSSL says: %s',
    (_, sent, trusted, expected) =>
      trusting(trusted, async () => {
        const [signer = 'root', ...others] = sent
        const pemsOf = (names: readonly Name[]): readonly string[] => names.map(pemOf)
        const verdict = openssl.verifies(pemOf(signer), pemsOf(others), pemsOf(trusted))
        expect(verdict).toBe(expected)
        const { state, warnings } = await preview(signer, sent)
        expect(state).toBe('AVAILABLE')
        expect(!warnings.includes('UNTRUSTED_CERTIFICATE')).toBe(expected)
      }),
  )
})
