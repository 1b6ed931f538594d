import { createVerify, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inPieces, refusal } from '../../test/descriptor-text.ts'
import { itWith, runTool } from '../../test/run-tool.ts'
import { readSignature } from './read-signature.ts'

/** A SEQUENCE of DER that is long enough for two lines of PEM. */
const body = Buffer.from([0x30, 70, ...Array.from({ length: 70 }, (_, index) => index)]).toString(
  'base64',
)
const pem = `-----BEGIN CERTIFICATE-----\n${body.slice(0, 64)}\n${body.slice(64)}\n-----END CERTIFICATE-----\n`
const hex = 'AB'.repeat(64)
const line = `SHA256(a.mf)= ${hex}\n`

describe('a signature', () => {
  it.each([
    ['as ovftool writes it', `${line}${pem}`],
    ['with Windows line ends', `${line}${pem}`.replaceAll('\n', '\r\n')],
    ['with blanks around the sign', `SHA256 (a.mf) = ${hex}\n\n${pem}\n`],
    ['of OpenSSL 1', `RSA-SHA256(a.mf)= ${hex}\n${pem}`],
    ['of OpenSSL 3', `RSA-SHA2-256(a.mf)= ${hex}\n${pem}`],
    [
      'with what the certificate says',
      `${line}Certificate:\n    Data:\n        Version: 3 (0x2)\n${pem}`,
    ],
    [
      'with a certificate on one line',
      `${line}-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`,
    ],
  ])('%s', async (_, text) => {
    expect(await readSignature(inPieces(text))).toEqual({
      signedFile: 'a.mf',
      algorithm: 'SHA256',
      signature: new Uint8Array(64).fill(0xab),
      certificates: [pem],
    })
  })

  it('comes with the certificates of its issuers, in their order', async () => {
    const other = pem.replace('MEY', 'MEZ')
    const { certificates } = await readSignature(inPieces(line + pem + other + pem))
    expect(certificates).toEqual([pem, other, pem])
  })
})

describe('a signature is refused', () => {
  const file = 'accession.certificate_file'
  it.each<readonly [string, string | Uint8Array, readonly unknown[]]>([
    ['that is empty', '', [`${file}.signature_missing`]],
    ['that is no text', new Uint8Array([0x30, 0x82, 0, 1]), [`${file}.not_text`]],
    ['of certificates alone', pem, [`${file}.signature_missing`]],
    ['without a certificate', line, [`${file}.certificate_missing`]],
    ['of MD5', `MD5(a.mf)= ${hex}\n${pem}`, [`${file}.algorithm_unknown`, '1', '"MD5"']],
    [
      'of a path',
      `SHA1(a/a.mf)= ${hex}\n${pem}`,
      [`${file}.file_name_invalid`, '1', '"a/a.mf"', 'it holds a path separator'],
    ],
    [
      'that is too short',
      `SHA1(a.mf)= abcd\n${pem}`,
      [`${file}.signature_invalid`, '1', '48', '2048'],
    ],
    [
      'that is too long',
      `SHA1(a.mf)= ${'ab'.repeat(3_000)}\n${pem}`,
      [`${file}.signature_invalid`, '1', '48', '2048'],
    ],
    [
      'in Base64',
      `SHA1(a.mf)= ${'x+/'.repeat(40)}\n${pem}`,
      [`${file}.signature_invalid`, '1', '48', '2048'],
    ],
    [
      'of half a byte',
      `SHA1(a.mf)= ${hex}a\n${pem}`,
      [`${file}.signature_invalid`, '1', '48', '2048'],
    ],
    ['that is made twice', `${line}${line}${pem}`, [`${file}.second_signature`, '2']],
    [
      'with a certificate that does not end',
      line + pem.slice(0, 100),
      [`${file}.certificate_malformed`, '2', 'the certificate that begins there does not end'],
    ],
    [
      'with a certificate that does not begin',
      `${line}-----END CERTIFICATE-----`,
      [`${file}.certificate_malformed`, '2', 'a certificate ends that has not begun'],
    ],
    [
      'with a certificate in another one',
      `${line}-----BEGIN CERTIFICATE-----\n${pem}`,
      [`${file}.certificate_malformed`, '3', 'a certificate begins inside another one'],
    ],
    [
      'with a certificate that is none',
      `${line}-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----`,
      [`${file}.certificate_malformed`, '2', 'the certificate is not in Base64'],
    ],
    [
      'with an empty certificate',
      `${line}-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----`,
      [`${file}.certificate_malformed`, '2', 'the certificate is not in Base64'],
    ],
    [
      'with a certificate that is huge',
      `${line}-----BEGIN CERTIFICATE-----\n${`MAAA${'A'.repeat(60)}\n`.repeat(500)}-----END CERTIFICATE-----`,
      [`${file}.certificate_malformed`, '2', 'it has more than 16384 bytes'],
    ],
    [
      'with a private key',
      `${line}${pem}-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----`,
      [`${file}.certificate_malformed`, '6', expect.stringContaining('PRIVATE KEY')],
    ],
    [
      'with a whole store of certificates',
      line + pem.repeat(17),
      [`${file}.too_many_certificates`, expect.any(String), '16'],
    ],
    ['that is huge', `${line}${' \n'.repeat(200_000)}`, [`${file}.too_large`, '262144']],
  ])('%s', async (_, bytes, expected) => {
    expect(await refusal(readSignature(inPieces(bytes, 1_000)))).toEqual(expected)
  })
})

describe('what OpenSSL signs', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accession-signature-'))
    await writeFile(join(folder, 'a.mf'), `SHA256(a.ovf)= ${'0'.repeat(64)}\n`)
  })
  afterAll(() => rm(folder, { recursive: true }))

  itWith('openssl', ['version']).each([
    ['rsa:2048', 'sha256', 'SHA256'],
    ['rsa:2048', 'sha1', 'SHA1'],
    ['ec', 'sha512', 'SHA512'],
  ])('with a key of %s and %s', async (key, digest, algorithm) => {
    const keyOptions = key === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] : [key]
    runTool(
      'openssl',
      [
        'req',
        '-x509',
        '-nodes',
        '-newkey',
        ...keyOptions,
        '-keyout',
        'k.pem',
        '-out',
        'c.pem',
        '-subj',
        '/CN=test',
        '-days',
        '2',
      ],
      folder,
    )
    const signed = runTool(
      'openssl',
      ['dgst', `-${digest}`, '-sign', 'k.pem', '-hex', 'a.mf'],
      folder,
    )
    const explained = runTool('openssl', ['x509', '-in', 'c.pem', '-text'], folder)
    const read = await readSignature(inPieces(signed + explained))
    expect(read).toMatchObject({ signedFile: 'a.mf', algorithm })
    const [certificate = ''] = read.certificates
    const verify = createVerify(digest).update(await readFile(join(folder, 'a.mf')))
    expect(verify.verify(new X509Certificate(certificate).publicKey, read.signature)).toBe(true)
  })
})
