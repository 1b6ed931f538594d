import { spawnSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { readOwnCertificate } from './own-certificate.ts'
import { readServerCertificate } from './server-certificate.ts'
import { selfSignedCertificate } from './self-signed-certificate.ts'

const made = await selfSignedCertificate({ folder: undefined, names: ['localhost'] })
const other = await selfSignedCertificate({ folder: undefined, names: ['localhost'] })
const encrypted = createPrivateKey(made.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  .toString()
const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const files = (cert: string, key: string) => {
  const folder = temporaryFolder()
  const paths = { cert: join(folder, 'fullchain.pem'), key: join(folder, 'privkey.pem') }
  writeFileSync(paths.cert, cert)
  writeFileSync(paths.key, key)
  return paths
}

const openssl = (folder: string, command: string): void => {
  const { status, stderr } = spawnSync('openssl', command.split(' '), { cwd: folder })
  if (status !== 0) throw new Error(`openssl ${command}: ${String(stderr)}`)
}

const opensslIsMissing = spawnSync('openssl', ['version']).error !== undefined
if (opensslIsMissing) console.warn('Skipped: openssl, which is not installed, signs a certificate')

describe('a certificate of the operator', () => {
  it('may be one that signs itself', () => {
    expect(readServerCertificate(made.cert, made.key).isSelfSigned).toBe(true)
  })

  it.skipIf(opensslIsMissing)('may be one that others vouch for', async () => {
    const folder = temporaryFolder()
    const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
    openssl(folder, `req -x509 ${newKey} -keyout ca.key -out ca.pem -subj /CN=localhost -days 2`)
    openssl(folder, `req -new ${newKey} -keyout key.pem -out request.pem -subj /CN=localhost`)
    openssl(folder, 'x509 -req -in request.pem -CA ca.pem -CAkey ca.key -out cert.pem -days 1')
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    expect((await readOwnCertificate({ cert, key })).isSelfSigned).toBe(false)
  })

  it('is read with those that vouch for it', async () => {
    const chain = `${made.cert}${other.cert}`
    const read = await readOwnCertificate(files(chain, made.key))
    expect(read).toEqual({ ...made, cert: chain })
  })

  it.each([
    ['of another key', made.cert, other.key, 'the key is not the key of the certificate'],
    ['that is none', 'x', made.key, 'the certificate is not one in PEM'],
    ['with a key that is none', made.cert, 'x', 'the key is not a private key in PEM'],
    ['with a public key', made.cert, publicKey, 'the key is not a private key in PEM'],
    ['with an encrypted key', made.cert, encrypted, 'the key is encrypted'],
  ])('%s is refused, with the names of the files', async (_what, cert, key, why) => {
    const paths = files(cert, key)
    const message = await readOwnCertificate(paths).catch((error: Error) => error.message)
    expect(message).toContain(why)
    expect(message).toContain(paths.cert)
    expect(message).toContain(paths.key)
    expect(message).not.toContain('BEGIN')
  })

  it('that cannot be read is named', async () => {
    const paths = files(made.cert, made.key)
    const folder = join(temporaryFolder(), 'folder')
    mkdirSync(folder)
    await expect(readOwnCertificate({ ...paths, key: folder })).rejects.toThrow(
      `The file ${folder} cannot be read (EISDIR)`,
    )
    const missing = `${paths.cert}.missing`
    await expect(readOwnCertificate({ ...paths, cert: missing })).rejects.toThrow(
      `The file ${missing} cannot be read (ENOENT)`,
    )
  })
})
