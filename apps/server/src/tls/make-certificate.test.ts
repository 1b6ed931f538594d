import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { makeCertificate } from './make-certificate.ts'

const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const notBefore = Date.UTC(2026, 10, 1, 12, 30, 15)
const notAfter = Date.UTC(2027, 11, 1)

const make = (names: readonly string[], until = notAfter): X509Certificate =>
  new X509Certificate(makeCertificate({ names, key, notBefore, notAfter: until }))

const opensslIsMissing = spawnSync('openssl', ['version']).error !== undefined
if (opensslIsMissing) console.warn('Skipped: openssl, which is not installed, reads a certificate')

describe('a certificate that signs itself', () => {
  it('is for its names, and no others', () => {
    const names = ['library.example', 'localhost', '127.0.0.1', '::1', 'fe80::1:2', '2001:db8::']
    const certificate = make(names)
    for (const name of ['library.example', 'localhost'])
      expect(certificate.checkHost(name)).toBe(name)
    for (const address of ['127.0.0.1', '::1', 'fe80::1:2', '2001:db8::'])
      expect(certificate.checkIP(address)).toBe(address)
    expect(certificate.checkHost('other.example')).toBeUndefined()
    expect(certificate.checkIP('127.0.0.2')).toBeUndefined()
    expect(certificate.subject).toBe('CN=library.example')
  })

  it('is signed by the key that it is for, and vouches for nobody else', () => {
    const certificate = make(['localhost'])
    expect(certificate.verify(publicKey)).toBe(true)
    expect(certificate.checkPrivateKey(key)).toBe(true)
    expect(certificate.ca).toBe(false)
    // serverAuth.
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  it.each([
    ['in this half of the century', Date.UTC(2027, 11, 1), 'Dec  1 00:00:00 2027 GMT'],
    ['in the next one', Date.UTC(2050, 0, 1), 'Jan  1 00:00:00 2050 GMT'],
  ])('ends when it is to, %s', (_when, until, text) => {
    const certificate = make(['localhost'], until)
    expect(certificate.validFrom).toBe('Nov  1 12:30:15 2026 GMT')
    expect(certificate.validTo).toBe(text)
  })

  it('has another number each time', () => {
    const numbers = Array.from({ length: 20 }, () => make(['localhost']).serialNumber)
    expect(new Set(numbers).size).toBe(20)
    expect(numbers.every((number) => /^[4-7][\dA-F]{31}$/.test(number))).toBe(true)
  })

  it.each([1, 5, 10, 20, 300, 2000])('may have %i names', (count) => {
    const names = Array.from({ length: count }, (_, index) => `host-${index}.example`)
    expect(make(names).checkHost(`host-${count - 1}.example`)).toBe(`host-${count - 1}.example`)
  })

  it.skipIf(opensslIsMissing)('satisfies openssl, which is asked to be strict', () => {
    const path = join(temporaryFolder(), 'certificate.pem')
    const day = 24 * 3600 * 1000
    const times = { notBefore: Date.now() - day, notAfter: Date.now() + day }
    writeFileSync(path, makeCertificate({ names: ['localhost'], key, ...times }))
    const purpose = ['-purpose', 'sslserver', '-verify_hostname', 'localhost']
    const verify = ['verify', '-CAfile', path, ...purpose, path]
    const { stdout, stderr } = spawnSync('openssl', verify, { encoding: 'utf8' })
    expect(stdout + stderr).toBe(`${path}: OK\n`)
  })
})
