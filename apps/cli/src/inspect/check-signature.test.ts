import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkSignature } from './check-signature.ts'

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'])
    return true
  } catch {
    process.stderr.write('skipped: signatures of packages: openssl is not installed\n')
    return false
  }
})()

describe.skipIf(!hasOpenssl)('a signature over a manifest', () => {
  const bytes = Buffer.from(`SHA256(a.ovf)= ${'0'.repeat(64)}\n`)
  const manifest = { name: 'a.mf', bytes }
  let file: Buffer
  let stranger = ''
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'accession-signature-'))
    const openssl = (command: string) =>
      execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'pipe' })
    await writeFile(join(folder, 'a.mf'), bytes)
    openssl(
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout k -out c -subj /O=Example/CN=signer -days 2',
    )
    openssl(
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout k2 -out c2 -subj /CN=stranger -days 2',
    )
    stranger = await readFile(join(folder, 'c2'), 'utf8')
    file = Buffer.concat([
      openssl('dgst -sha256 -sign k -hex a.mf'),
      await readFile(join(folder, 'c')),
    ])
    await rm(folder, { recursive: true })
  })

  it('is right, and says who made it', async () => {
    expect(await checkSignature(file, manifest, new Date())).toMatchObject({
      signature: {
        file: 'a.mf',
        algorithm: 'SHA256',
        verified: true,
        certificates: [{ subject: 'O=Example, CN=signer', issuer: 'O=Example, CN=signer' }],
      },
      problems: [],
      warnings: [expect.stringContaining('self-signed')],
    })
  })

  it('is right by any of its certificates, as a server takes it', async () => {
    const text = file.toString()
    const begin = text.indexOf('-----BEGIN')
    const signed = Buffer.from(text.slice(0, begin) + stranger + text.slice(begin))
    expect(await checkSignature(signed, manifest, new Date())).toMatchObject({
      signature: {
        verified: true,
        certificates: [{ subject: 'O=Example, CN=signer' }, { subject: 'CN=stranger' }],
      },
      problems: [],
    })
  })

  it('is wrong over other bytes, over another name, and over nothing', async () => {
    const altered = { name: 'a.mf', bytes: Buffer.from('altered') }
    expect(await checkSignature(file, altered, new Date())).toMatchObject({
      signature: { verified: false },
      problems: ['The signature is not one of a.mf by a certificate that comes with it.'],
    })
    for (const other of [{ ...manifest, name: 'b.mf' }, undefined])
      expect((await checkSignature(file, other, new Date())).problems).toEqual([
        'The signature is over a.mf, which is not there.',
      ])
  })

  it('warns of certificates that are not valid yet, or any more', async () => {
    const day = 86_400_000
    const at = (days: number) => checkSignature(file, manifest, new Date(Date.now() + days * day))
    expect((await at(5)).warnings).toContainEqual(expect.stringContaining('has expired on'))
    expect((await at(-5)).warnings).toContainEqual(expect.stringContaining('is not valid before'))
  })

  it('cannot be read, or holds a certificate that is none', async () => {
    const text = file.toString()
    const { problems } = await checkSignature(Buffer.from('no signature'), manifest, new Date())
    expect(problems).toEqual([expect.stringContaining('does not begin with a signature')])
    const broken = `${text.slice(0, text.indexOf('-----'))}-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n`
    expect(await checkSignature(Buffer.from(broken), manifest, new Date())).toMatchObject({
      signature: { verified: false, certificates: [] },
      problems: ['A certificate of the signature is none.'],
    })
  })
})
