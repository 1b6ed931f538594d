import { describe, expect, it } from 'vitest'
import { certificates } from '../testing/certificates.ts'
import { authority, makeTestCertificate, testExtension } from '../testing/test-certificate.ts'
import { readCertificate } from '../trusted-certificates/read-certificate.ts'
import { certificateDemands } from './certificate-demands.ts'

const demandsOf = (...extensions: readonly Uint8Array[]) =>
  certificateDemands(readCertificate(makeTestCertificate({ subject: 'one', extensions })))

/** What only those with a whole certificate see of it. */
const nothing = { mayIssue: false, pathLengthMax: 0, isBeyondUs: true, isForgeable: false }

const usage = (bits: number): Uint8Array =>
  testExtension('551d0f', true, Uint8Array.of(0x03, 0x02, 0x01, bits))

const constraints = (...bytes: readonly number[]): Uint8Array =>
  testExtension('551d13', true, Uint8Array.from([0x30, bytes.length, ...bytes]))

const unknown = (isCritical: boolean): Uint8Array =>
  testExtension('551d1e', isCritical, Uint8Array.of(0x30, 0))

describe('what a certificate demands', () => {
  it.each(['elliptic', 'rsa', 'edwards'] as const)('of OpenSSL’s making: %s', (name) => {
    expect(certificateDemands(readCertificate(certificates[name]))).toEqual({
      mayIssue: true,
      pathLengthMax: Infinity,
      isBeyondUs: false,
      isForgeable: false,
    })
  })

  it('is nothing in version 1, which issues nobody', () => {
    const demands = { mayIssue: false, pathLengthMax: Infinity, isBeyondUs: false }
    expect(certificateDemands(readCertificate(certificates.first))).toMatchObject(demands)
  })

  it('is to be an authority, and to have a key for it', () => {
    expect(demandsOf(authority()).mayIssue).toBe(true)
    expect(demandsOf(authority(), usage(0x06)).mayIssue).toBe(true)
    expect(demandsOf(authority(), usage(0x80)).mayIssue).toBe(false)
    expect(demandsOf(usage(0x06)).mayIssue).toBe(false)
    expect(demandsOf(constraints()).mayIssue).toBe(false)
    expect(demandsOf(constraints(0x01, 0x01, 0x00)).mayIssue).toBe(false)
  })

  it('is how many may stand below', () => {
    expect(demandsOf(authority(3)).pathLengthMax).toBe(3)
    expect(demandsOf(constraints(0x01, 0x01, 0xff, 0x02, 0x02, 0x01, 0x00)).pathLengthMax).toBe(
      Infinity,
    )
    for (const unreadable of [
      [0x02, 0x01, 0xff],
      [0x02, 0x00],
      [0x04, 0x01, 0x05],
    ])
      expect(demandsOf(constraints(0x01, 0x01, 0xff, ...unreadable)).pathLengthMax).toBe(0)
  })

  it('is beyond us where it is critical and unknown', () => {
    expect(demandsOf(unknown(true)).isBeyondUs).toBe(true)
    expect(demandsOf(unknown(false)).isBeyondUs).toBe(false)
  })

  it('counts against it where it cannot be read', () => {
    const cut = authority().subarray(0, -1)
    for (const extensions of [[authority(), authority()], [cut], [Uint8Array.of(0x30, 0)]])
      expect(demandsOf(...extensions)).toEqual(nothing)
  })

  it('is nothing to go by in other bytes', () => {
    const der = readCertificate(certificates.rsa)
    for (let end = 0; end < der.length; end += 3) {
      const { mayIssue } = certificateDemands(der.subarray(0, end))
      expect(mayIssue).toBe(false)
    }
  })
})
