import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WarningType } from '../contract/preview-info.ts'
import { limits } from '../limits.ts'
import { scale } from '../testing/scale.ts'
import { signForTest, testSignatures } from '../testing/signatures.ts'
import { authority, makeTestCertificate } from '../testing/test-certificate.ts'
import { checkSignature } from './check-signature.ts'
import { judgeSigner } from './judge-signer.ts'
import type { SignerVerdict } from './judge-signer.ts'
import { previewOf } from './preview-of.ts'
import { readCertificates } from './read-certificates.ts'
import type { SignatureStatement } from '../ports/content-signing.ts'
import { verificationOf } from './verification-of.ts'

const now = Date.UTC(2026, 10, 28)
const signed = new TextEncoder().encode('SHA256(appliance.ovf)= 0123')

const root = makeTestCertificate({ subject: 'root', extensions: [authority()] })
const leaf = makeTestCertificate({ subject: 'leaf', issuer: 'root' })
const self = makeTestCertificate({ subject: 'self' })
const expired = makeTestCertificate({ subject: 'leaf', issuer: 'root', notAfter: now - 1000 })
const early = makeTestCertificate({ subject: 'leaf', issuer: 'root', notBefore: now + 1000 })

const statement = (key: string, certificates: readonly string[]): SignatureStatement => ({
  signedFile: 'appliance.mf',
  algorithm: 'SHA256',
  signature: signForTest(key, 'SHA256', signed),
  certificates,
})

const judge = (
  sent: readonly string[],
  trusted: readonly string[],
  key = 'leaf',
): SignerVerdict => {
  const signedBy = checkSignature(testSignatures, statement(key, sent), signed)
  if (!('signer' in signedBy)) throw new Error(`It was refused: ${signedBy.id}`)
  return judgeSigner(testSignatures, signedBy, readCertificates(testSignatures, trusted), now)
}

const check = (given: Partial<SignatureStatement>, bytes = signed) =>
  checkSignature(testSignatures, { ...statement('leaf', [root, leaf]), ...given }, bytes)

describe('a signature', () => {
  it('is that of the certificate whose key has made it, wherever that stands', () => {
    for (const certificates of [
      [leaf, root],
      [root, leaf],
      [root, 'no certificate', leaf, leaf],
    ])
      expect(check({ certificates })).toMatchObject({
        signer: { subject: '/CN=leaf' },
        others: [{ subject: '/CN=root' }],
      })
  })

  it('is refused where no certificate has made it, or something was altered', () => {
    const wrong = { id: 'accession.signed_content.signature_wrong', args: ['appliance.mf'] }
    expect(check({ certificates: [root, self] })).toEqual(wrong)
    expect(check({ algorithm: 'SHA1' })).toEqual(wrong)
    expect(check({ signature: new Uint8Array() })).toEqual(wrong)
    expect(check({}, new TextEncoder().encode('SHA256(appliance.ovf)= 0124'))).toEqual(wrong)
  })

  it('is refused where no certificate comes with it, or too many', () => {
    const malformed = { id: 'accession.signed_content.certificate_malformed', args: [] }
    expect(check({ certificates: [] })).toEqual(malformed)
    expect(check({ certificates: ['none', `${leaf}${root}`, ''] })).toEqual(malformed)
    const certificates = Array.from({ length: limits.certificateChainMax + 1 }, () => leaf)
    expect(check({ certificates })).toEqual({
      id: 'accession.signed_content.certificates_too_many',
      args: [String(limits.certificateChainMax)],
    })
  })
})

describe('a signer', () => {
  const cases: readonly [
    string,
    () => SignerVerdict,
    readonly WarningType[],
    ReturnType<typeof verificationOf>['status'],
  ][] = [
    ['whom a trusted root has issued', () => judge([leaf, root], [root]), [], 'VERIFIED'],
    ['who is trusted by itself', () => judge([leaf], [leaf]), [], 'VERIFIED'],
    ['whom nobody trusts', () => judge([leaf, root], []), ['UNTRUSTED_CERTIFICATE'], 'UNTRUSTED'],
    [
      'who signs itself',
      () => judge([self], [root], 'self'),
      ['SELF_SIGNED_CERTIFICATE', 'UNTRUSTED_CERTIFICATE'],
      'UNTRUSTED',
    ],
    ['who signs itself and is trusted', () => judge([self], [self], 'self'), [], 'VERIFIED'],
    [
      'who has ended',
      () => judge([expired], [root]),
      ['EXPIRED_CERTIFICATE'],
      'VERIFICATION_FAILURE',
    ],
    [
      'who has ended, and whom nobody trusts',
      () => judge([expired], []),
      ['EXPIRED_CERTIFICATE', 'UNTRUSTED_CERTIFICATE'],
      'VERIFICATION_FAILURE',
    ],
    [
      'who has not begun',
      () => judge([early], [early]),
      ['NOT_YET_VALID_CERTIFICATE'],
      'VERIFICATION_FAILURE',
    ],
  ]

  it.each(cases)('is judged: %s', (_, verdict, warnings, status) => {
    expect(verdict().warnings).toEqual(warnings)
    expect(verificationOf(verdict())).toMatchObject({ status })
  })

  it('is kept with whoever stands behind it, its own certificate first', () => {
    expect(verificationOf(judge([root, leaf], [root])).chain).toEqual([leaf, root])
    expect(verificationOf(undefined)).toEqual({ status: 'NOT_AVAILABLE', chain: [] })
  })
})

const rule = { behaviors: [], isStrict: false }

const messageOf = (sent: string): unknown =>
  previewOf(judge([sent], [root]), rule).warnings?.map(({ message }) => message.args)

describe('a preview', () => {
  it('has no certificate where nobody has signed', () => {
    expect(previewOf(undefined, rule)).toEqual({ state: 'AVAILABLE', warnings: [] })
  })

  it('shows the certificate, who issued it, and what is to be said of it', () => {
    const behaviors = [{ type: 'SELF_SIGNED_CERTIFICATE' as const, ignored: true }]
    const shown = previewOf(judge([self], [], 'self'), { behaviors, isStrict: false })
    expect(shown).toMatchObject({
      state: 'AVAILABLE',
      certificate_info: { issuer: '/CN=self', subject: '/CN=self', self_signed: true, x509: self },
      cert_chain: [self],
      warnings: [
        { type: 'SELF_SIGNED_CERTIFICATE', ignored: true },
        {
          type: 'UNTRUSTED_CERTIFICATE',
          ignored: false,
          message: { id: 'accession.signed_content.untrusted', args: ['/CN=self', '/CN=self'] },
        },
      ],
    })
  })

  it('says when a certificate ended or begins', () => {
    expect(messageOf(expired)).toEqual([['/CN=leaf', '2026-11-27T23:59:59.000Z']])
    expect(messageOf(early)).toEqual([['/CN=leaf', '2026-11-28T00:00:01.000Z']])
  })

  it('goes by the last of several wishes for one warning', () => {
    const type = 'UNTRUSTED_CERTIFICATE'
    const ignoredBy = (...wishes: readonly boolean[]): unknown => {
      const behaviors = wishes.map((ignored) => ({ type, ignored }) as const)
      const { warnings } = previewOf(judge([leaf], []), { behaviors, isStrict: false })
      return warnings?.map(({ ignored }) => ignored)
    }
    expect(ignoredBy(true, false)).toEqual([false])
    expect(ignoredBy(false, true)).toEqual([true])
  })

  it('ignores nothing where the library is strict', () => {
    const behaviors = [{ type: 'UNTRUSTED_CERTIFICATE', ignored: true }] as const
    const { warnings } = previewOf(judge([leaf], []), { behaviors, isStrict: true })
    expect(warnings).toMatchObject([{ ignored: false }])
  })
})

const isTrusted = (sent: readonly string[], trusted: readonly string[]): boolean =>
  !judge([leaf, ...sent], trusted).warnings.includes('UNTRUSTED_CERTIFICATE')

describe('whatever certificates there are', () => {
  const name = fc.constantFrom('leaf', 'one', 'two', 'root')
  const time = fc.constantFrom({}, { notAfter: now - 1000 }, { notBefore: now + 1000 })
  const extensions = fc.constantFrom([authority()], [authority(0)], [authority(1)], [])
  const certificate = fc
    .tuple(name, name, name, extensions, time)
    .map(([subject, issuer, signedBy, own, times]) =>
      makeTestCertificate({ subject, issuer, signedBy, extensions: own, ...times }),
    )
  const some = fc.array(certificate, { maxLength: 5 })
  const runs = { numRuns: scale(300, 5_000) }

  it('more that are trusted, or come along, never take trust away', () => {
    const trusts = { none: 0, some: 0 }
    fc.assert(
      fc.property(some, some, some, (sent, trusted, more) => {
        const before = isTrusted(sent, trusted)
        trusts[before ? 'some' : 'none']++
        if (!before) return
        expect(isTrusted(sent, [...more, ...trusted])).toBe(true)
        expect(isTrusted([...more.slice(0, 4), ...sent], trusted)).toBe(true)
      }),
      runs,
    )
    expect(Math.min(trusts.none, trusts.some)).toBeGreaterThan(0)
  })

  it('their order decides nothing', () => {
    fc.assert(
      fc.property(some, some, (sent, trusted) => {
        const { warnings } = judge([leaf, ...sent], trusted)
        const turned = judge([leaf, ...sent.toReversed()], trusted.toReversed())
        expect(turned.warnings).toEqual(warnings)
      }),
      runs,
    )
  })

  it('texts and bytes of any kind are refused, and never an error', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), fc.uint8Array(), (texts, bytes) => {
        const base64 = btoa(String.fromCharCode(...bytes))
        const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`
        const certificates = [...texts, pem]
        const refused = checkSignature(testSignatures, statement('leaf', certificates), bytes)
        expect(refused).toMatchObject({ id: 'accession.signed_content.certificate_malformed' })
      }),
      runs,
    )
  })
})
