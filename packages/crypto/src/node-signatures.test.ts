import { describe, expect, it } from 'vitest'
import samples from '../test/fixtures/signatures/signatures.json' with { type: 'json' }
import { nodeSignatures } from './node-signatures.ts'

// What is said here holds on Node.js and in workerd: both run this file.

type Name = keyof typeof samples.certificates

const bytesFrom = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

const derOf = (name: Name): Uint8Array =>
  bytesFrom(samples.certificates[name].split('\n').slice(1, -2).join(''))

const names = Object.keys(samples.certificates) as Name[]
const signed = new TextEncoder().encode(samples.signed)

const toCheck = ({ by, algorithm, base64 }: (typeof samples.signatures)[number]) => ({
  algorithm: algorithm as 'SHA1' | 'SHA256' | 'SHA512',
  signature: bytesFrom(base64),
  signed,
  certificate: derOf(by as Name),
})

/** The same bytes, with the one at a place changed. */
const changedAt = (bytes: Uint8Array, place: number, by = 0x55): Uint8Array => {
  const changed = bytes.slice()
  changed[place] = (changed[place] ?? 0) ^ by
  return changed
}

describe('what a certificate says', () => {
  it.each([
    ['root', '/C=US/ST=California/O=Example, Inc./CN=Example Root', undefined],
    ['between', '/C=US/O=Example, Inc./CN=Between', 'root'],
    ['rsa', '/C=US/O=Example, Inc./OU=Appliances/CN=rsa.example', 'between'],
    ['elliptic', '/O=Example/CN=elliptic.example', 'root'],
    ['self', '/CN=self.example', undefined],
    ['edwards', '/CN=edwards.example', 'root'],
  ] as const)('is who it is, and who issued it: %s', (name, subject, issuer) => {
    const facts = nodeSignatures.describe(derOf(name))
    expect(facts?.subject).toBe(subject)
    expect(facts?.issuer).toBe(issuer ? nodeSignatures.describe(derOf(issuer))?.subject : subject)
  })

  it('is told without escapes but for what would be taken for the next part', () => {
    expect(nodeSignatures.describe(derOf('named'))?.subject).toBe(
      '/O=Slash \\/ and "quotes"; back\\\\slash, comma/OU=one + OU=two/CN=Zürich 東京/emailAddress=a@b.example',
    )
  })

  it('is from when to when it counts, the last second included', () => {
    for (const name of names) {
      const { notBefore = 0, notAfter = 0 } = nodeSignatures.describe(derOf(name)) ?? {}
      const day = 86_400_000
      expect(notAfter - notBefore).toBe(36_500 * day + 999)
      expect(new Date(notBefore).getUTCMilliseconds()).toBe(0)
    }
  })

  it('is known by the digest of its bytes', async () => {
    for (const name of names) {
      const digest = await crypto.subtle.digest('SHA-256', derOf(name).slice())
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'))
      expect(nodeSignatures.describe(derOf(name))?.id).toBe(hex.join(''))
    }
  })
})

describe('a signature', () => {
  it.each(samples.signatures)('is right: $by with $algorithm', (sample) => {
    expect(nodeSignatures.isSignedBy(toCheck(sample))).toBe(true)
  })

  it.each(samples.signatures)(
    'is wrong once anything is changed: $by with $algorithm',
    (sample) => {
      const check = toCheck(sample)
      for (let place = 0; place < check.signature.length; place += 19) {
        const signature = changedAt(check.signature, place)
        expect(nodeSignatures.isSignedBy({ ...check, signature })).toBe(false)
      }
      for (let place = 0; place < signed.length; place += 19) {
        const altered = changedAt(signed, place)
        expect(nodeSignatures.isSignedBy({ ...check, signed: altered })).toBe(false)
      }
      for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const)
        if (algorithm !== check.algorithm)
          expect(nodeSignatures.isSignedBy({ ...check, algorithm })).toBe(false)
      for (const signature of [new Uint8Array(), check.signature.subarray(1)])
        expect(nodeSignatures.isSignedBy({ ...check, signature })).toBe(false)
    },
  )

  it('is nobody else’s, also of those whose keys sign in no such way', () => {
    for (const sample of samples.signatures)
      for (const name of names.filter((one) => one !== sample.by))
        expect(
          nodeSignatures.isSignedBy({ ...toCheck(sample), certificate: derOf(name) }),
          `${sample.by} for ${name}`,
        ).toBe(false)
  })
})

describe('an issuer', () => {
  const issuers: Partial<Record<Name, Name>> = {
    root: 'root',
    between: 'root',
    rsa: 'between',
    elliptic: 'root',
    self: 'self',
    edwards: 'root',
    named: 'root',
  }

  it('is the one who is named and has signed, and nobody else', () => {
    for (const name of names)
      for (const issuer of names)
        expect(nodeSignatures.isIssuedBy(derOf(name), derOf(issuer)), `${name} by ${issuer}`).toBe(
          issuers[name] === issuer,
        )
  })

  it('has not issued what was changed afterwards', () => {
    const certificate = derOf('elliptic')
    for (let place = 0; place < certificate.length; place += 7) {
      const changed = changedAt(certificate, place)
      expect(nodeSignatures.isIssuedBy(changed, derOf('root')), `byte ${place}`).toBe(false)
    }
  })
})

describe('bytes from strangers', () => {
  /** Every operation, on bytes that may be anything. */
  const tryAll = (bytes: Uint8Array): void => {
    const facts = nodeSignatures.describe(bytes)
    if (facts) {
      expect(facts.id).toMatch(/^[0-9a-f]{64}$/)
      expect(Number.isFinite(facts.notBefore) && Number.isFinite(facts.notAfter)).toBe(true)
    }
    const check = { algorithm: 'SHA256', signed, signature: bytes } as const
    expect(nodeSignatures.isSignedBy({ ...check, certificate: bytes })).toBe(false)
    expect(nodeSignatures.isSignedBy({ ...check, certificate: derOf('rsa') })).toBe(false)
    nodeSignatures.isIssuedBy(bytes, bytes)
    nodeSignatures.isIssuedBy(bytes, derOf('root'))
    nodeSignatures.isIssuedBy(derOf('rsa'), bytes)
  }

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', signed],
    ['an empty sequence', Uint8Array.of(0x30, 0)],
    ['a length beyond the end', Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0)],
    ['sequences within each other', new Uint8Array(16_000).fill(0x30)],
    ['zeros', new Uint8Array(16_000)],
  ])('are no certificate: %s', (_, bytes) => {
    expect(nodeSignatures.describe(bytes)).toBeUndefined()
    tryAll(bytes)
  })

  it('are no certificate where they end too early', () => {
    const certificate = derOf('between')
    for (let end = 0; end < certificate.length; end += 11) {
      expect(nodeSignatures.describe(certificate.subarray(0, end))).toBeUndefined()
      tryAll(certificate.subarray(0, end))
    }
  })

  it.each(names)('never throw, whichever of them was changed: %s', (name) => {
    const certificate = derOf(name)
    for (const by of [0x01, 0x80])
      for (let place = by; place < certificate.length; place += 23)
        tryAll(changedAt(certificate, place, by))
  })
})
