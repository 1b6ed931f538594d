import { X509Certificate } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { certificateNames } from './certificate-names.ts'
import { selfSignedCertificate } from './self-signed-certificate.ts'

const day = 24 * 3600 * 1000
const names = ['localhost', '127.0.0.1', '::1']
const newFolder = (): string => join(temporaryFolder(), 'tls')

describe('the certificate that a server makes for itself', () => {
  it('is kept with its key, which nobody else may read', async () => {
    const folder = newFolder()
    const made = await selfSignedCertificate({ folder, names })
    expect(made.isSelfSigned).toBe(true)
    expect(await selfSignedCertificate({ folder, names })).toEqual(made)
    expect(readdirSync(folder).toSorted()).toEqual(['certificate.pem', 'key.pem'])
    expect(readFileSync(join(folder, 'certificate.pem'), 'utf8')).toBe(made.cert)
    expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(new X509Certificate(made.cert).fingerprint256).toBe(made.fingerprint)
  })

  it('is good for a year and a month, and renewed in the last month under the same key', async () => {
    const folder = newFolder()
    const now = Date.now()
    const made = await selfSignedCertificate({ folder, names }, now)
    expect(Math.abs(made.expiresAt - now - 397 * day)).toBeLessThan(1000)
    const later = now + 366 * day
    expect(await selfSignedCertificate({ folder, names }, later)).toEqual(made)
    const renewed = await selfSignedCertificate({ folder, names }, later + 2 * day)
    expect(renewed.fingerprint).not.toBe(made.fingerprint)
    expect(renewed.key).toBe(made.key)
    expect(renewed.expiresAt).toBeGreaterThan(made.expiresAt)
    expect(await selfSignedCertificate({ folder, names }, later + 2 * day)).toEqual(renewed)
  })

  it('is made again where the clock is before it, or it cannot be read', async () => {
    const folder = newFolder()
    const made = await selfSignedCertificate({ folder, names })
    const early = await selfSignedCertificate({ folder, names }, Date.now() - 7 * day)
    expect(early.fingerprint).not.toBe(made.fingerprint)
    writeFileSync(join(folder, 'certificate.pem'), 'nothing')
    expect((await selfSignedCertificate({ folder, names })).key).toBe(made.key)
  })

  it('is made again for other names', async () => {
    const folder = newFolder()
    const made = await selfSignedCertificate({ folder, names })
    const other = await selfSignedCertificate({ folder, names: ['library.example', ...names] })
    expect(other.key).toBe(made.key)
    expect(new X509Certificate(made.cert).checkHost('library.example')).toBeUndefined()
    expect(new X509Certificate(other.cert).checkHost('library.example')).toBe('library.example')
    const more = ['library.example', ...names, '192.0.2.1']
    const another = await selfSignedCertificate({ folder, names: more })
    expect(new X509Certificate(another.cert).checkIP('192.0.2.1')).toBe('192.0.2.1')
  })

  it('has one key, however many processes start at once', async () => {
    const folder = newFolder()
    const made = await Promise.all(
      Array.from({ length: 8 }, () => selfSignedCertificate({ folder, names })),
    )
    expect(new Set(made.map(({ key }) => key)).size).toBe(1)
    expect(readdirSync(folder).toSorted()).toEqual(['certificate.pem', 'key.pem'])
  })

  it('is not made with a key that is none', async () => {
    const folder = newFolder()
    await selfSignedCertificate({ folder, names })
    const path = join(folder, 'key.pem')
    chmodSync(path, 0o600)
    writeFileSync(path, 'nothing')
    await expect(selfSignedCertificate({ folder, names })).rejects.toThrow(
      `${path} is no private key: remove it, and another one is made`,
    )
  })

  it('leaves no trace without a folder', async () => {
    const made = await selfSignedCertificate({ folder: undefined, names })
    expect(new X509Certificate(made.cert).checkIP('::1')).toBe('::1')
  })
})

describe('the names of a certificate', () => {
  const own = ['box', 'localhost', '127.0.0.1', '::1']

  it('are those of the machine, and loopback', () => {
    expect(certificateNames('127.0.0.1', undefined, 'box')).toEqual(own)
    expect(certificateNames('0.0.0.0', undefined, 'Box')).toEqual(own)
    expect(certificateNames('::', undefined, 'not a name')).toEqual(own.slice(1))
  })

  it('are those of the address and the public URL besides', () => {
    const publicUrl = new URL('https://Library.Example:8443')
    const hosts = ['library.example', 'box', 'localhost']
    const addresses = ['10.0.0.5', '127.0.0.1', '::1']
    expect(certificateNames('10.0.0.5', publicUrl, 'box')).toEqual(hosts.concat(addresses))
    const address = new URL('https://[2001:db8::1]')
    expect(certificateNames('::1', address, 'box')).toContain('2001:db8::1')
  })
})
