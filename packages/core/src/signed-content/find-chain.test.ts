import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { testSignatures } from '../testing/signatures.ts'
import { authority, makeTestCertificate, testExtension } from '../testing/test-certificate.ts'
import type { TestCertificate } from '../testing/test-certificate.ts'
import { findChain } from './find-chain.ts'
import { readCertificates } from './read-certificates.ts'

const now = Date.UTC(2026, 10, 28)
const day = 86_400_000

const ca = (given: TestCertificate): string =>
  makeTestCertificate({ extensions: [authority()], ...given })

const root = ca({ subject: 'root' })
const between = ca({ subject: 'between', issuer: 'root' })
const leaf = makeTestCertificate({ subject: 'leaf', issuer: 'between' })

/** The names of the chain from the first certificate, and whether it ends well. */
const find = (
  [signer = '', ...others]: readonly string[],
  trusted: readonly string[],
): { readonly names: readonly string[]; readonly isTrusted: boolean } => {
  const [certificate] = readCertificates(testSignatures, [signer])
  if (!certificate) throw new Error('The signer could not be read')
  const { chain, isTrusted } = findChain(
    testSignatures,
    { signer: certificate, others: readCertificates(testSignatures, others) },
    readCertificates(testSignatures, trusted),
    now,
  )
  return { names: chain.map(({ subject }) => subject.slice('/CN='.length)), isTrusted }
}

describe('a chain', () => {
  it.each([
    ['all of it came along', [leaf, between, root], [root]],
    ['in any order', [leaf, root, between], [root]],
    ['the root is only known here', [leaf, between], [root]],
    ['all but the signer’s is only known here', [leaf], [root, between]],
    ['something else came along too', [leaf, ca({ subject: 'other' }), between, leaf], [root]],
  ])('leads to a trusted root: %s', (_, sent, trusted) => {
    const isTrusted = true
    const names = trusted.includes(between) ? ['leaf', 'between'] : ['leaf', 'between', 'root']
    expect(find(sent, trusted)).toEqual({ names, isTrusted })
  })

  it('ends at the first certificate that is trusted, be it the signer’s', () => {
    expect(find([leaf, between, root], [between])).toEqual({
      names: ['leaf', 'between'],
      isTrusted: true,
    })
    expect(find([leaf, between, root], [leaf])).toEqual({ names: ['leaf'], isTrusted: true })
  })

  it('goes as far as it can where nobody is trusted', () => {
    const names = ['leaf', 'between', 'root']
    expect(find([leaf, root, between], [])).toEqual({ names, isTrusted: false })
    expect(find([leaf, between], [ca({ subject: 'other' })])).toMatchObject({ isTrusted: false })
    expect(find([leaf], [])).toEqual({ names: ['leaf'], isTrusted: false })
  })

  it('takes the way that ends well where two certificates have one name', () => {
    const crossed = ca({ subject: 'between', issuer: 'old root' })
    for (const sent of [
      [leaf, crossed, between],
      [leaf, between, crossed],
    ])
      expect(find(sent, [root])).toEqual({ names: ['leaf', 'between', 'root'], isTrusted: true })
  })

  it('ends nowhere where certificates issue each other', () => {
    const first = ca({ subject: 'first', issuer: 'second' })
    const second = ca({ subject: 'second', issuer: 'first' })
    const signer = makeTestCertificate({ subject: 'leaf', issuer: 'first' })
    const names = ['leaf', 'first', 'second']
    expect(find([signer, first, second], [root])).toEqual({ names, isTrusted: false })
  })

  it('has so many certificates and no more', () => {
    const links = Array.from({ length: limits.certificateChainMax }, (_, index) =>
      ca({ subject: `link ${index}`, issuer: `link ${index + 1}` }),
    )
    const most = limits.certificateChainMax - 1
    expect(find(links.slice(0, most), [ca({ subject: `link ${most}` })]).isTrusted).toBe(true)
    const longer = find(links.slice(0, most + 1), [ca({ subject: `link ${most + 1}` })])
    expect(longer.isTrusted).toBe(false)
    expect(longer.names).toHaveLength(limits.certificateChainMax)
  })
})

const refused = (issuer: string, signer = leaf): void => {
  expect(find([signer, issuer], [root])).toEqual({ names: ['leaf'], isTrusted: false })
  expect(find([signer], [issuer])).toEqual({ names: ['leaf'], isTrusted: false })
}

const narrow = (pathLength: number): string =>
  ca({ subject: 'root', extensions: [authority(pathLength)] })

describe('nobody stands behind a signer who', () => {
  it('has the name alone, and not the key', () => {
    refused(ca({ subject: 'between', issuer: 'root', key: 'another' }))
  })

  it('is no authority', () => {
    refused(makeTestCertificate({ subject: 'between', issuer: 'root' }))
    refused(ca({ subject: 'between', issuer: 'root', extensions: [] }))
  })

  it('has ended, or not begun', () => {
    refused(ca({ subject: 'between', issuer: 'root', notAfter: now - 1000 }))
    refused(ca({ subject: 'between', issuer: 'root', notBefore: now + 1000 }))
    const short = { notBefore: now - day, notAfter: now + day }
    expect(
      find([leaf, ca({ subject: 'between', issuer: 'root', ...short })], [root]),
    ).toMatchObject({ isTrusted: true })
  })

  it('makes demands that are not understood', () => {
    const constraint = testExtension('551d1e', true, Uint8Array.of(0x30, 0))
    const extensions = [authority(), constraint]
    refused(ca({ subject: 'between', issuer: 'root', extensions }))
    const demanding = { subject: 'leaf', issuer: 'between', extensions: [constraint] }
    refused(between, makeTestCertificate(demanding))
  })

  it('is vouched for by a digest that others can make again', () => {
    for (const algorithm of ['2a864886f70d010102', '2a864886f70d010104'])
      refused(between, makeTestCertificate({ subject: 'leaf', issuer: 'between', algorithm }))
  })

  it('lets fewer stand below', () => {
    expect(find([leaf, between], [narrow(0)])).toMatchObject({ isTrusted: false })
    expect(find([leaf, between], [narrow(1)])).toMatchObject({ isTrusted: true })
    const direct = makeTestCertificate({ subject: 'leaf', issuer: 'root' })
    expect(find([direct], [narrow(0)])).toMatchObject({ isTrusted: true })
  })
})
