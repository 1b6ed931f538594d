import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inPieces, refusal } from '../../test/descriptor-text.ts'
import { limits } from '../limits.ts'
import { readManifest } from './read-manifest.ts'

const digest = (algorithm: string) => createHash(algorithm).update('x').digest('hex')
const sha1 = digest('sha1')
const sha256 = digest('sha256')
const sha512 = digest('sha512')

describe('a manifest', () => {
  it.each([
    ['of ovftool', `SHA256(a.ovf)= ${sha256}\nSHA256(a-disk1.vmdk)= ${sha256}\n`],
    ['of VirtualBox', `SHA256 (a.ovf) = ${sha256}\nSHA256 (a-disk1.vmdk) = ${sha256}\n`],
    ['of OpenSSL 3', `SHA2-256(a.ovf)= ${sha256}\nSHA2-256(a-disk1.vmdk)= ${sha256}\n`],
    ['without blanks', `SHA256(a.ovf)=${sha256}\nSHA256(a-disk1.vmdk)=${sha256}`],
    ['of Windows', `SHA256(a.ovf)= ${sha256}\r\nSHA256(a-disk1.vmdk)= ${sha256}\r\n\r\n\r\n`],
    ['in capitals', `SHA256(a.ovf)= ${sha256.toUpperCase()}\nsha256(a-disk1.vmdk)= ${sha256}\n \n`],
    ['of files in its folder', `SHA256(./a.ovf)= ${sha256}\nSHA256(.\\a-disk1.vmdk)= ${sha256}\n`],
    ['with a byte order mark', `\uFEFFSHA256(a.ovf)= ${sha256}\nSHA256(a-disk1.vmdk)= ${sha256}`],
  ])('%s', async (_, text) => {
    expect(await readManifest(inPieces(text))).toEqual([
      { name: 'a.ovf', algorithm: 'SHA256', value: sha256 },
      { name: 'a-disk1.vmdk', algorithm: 'SHA256', value: sha256 },
    ])
  })

  it('may mix algorithms, and name files with blanks and parentheses', async () => {
    const text = `SHA1(a (1).ovf)= ${sha1}\nSHA512(ü)=x.vmdk)= ${sha512}\n`
    expect(await readManifest(inPieces(text))).toEqual([
      { name: 'a (1).ovf', algorithm: 'SHA1', value: sha1 },
      { name: 'ü)=x.vmdk', algorithm: 'SHA512', value: sha512 },
    ])
  })
})

it('a manifest may have digests in several algorithms, of which the longest counts', async () => {
  const text = `SHA1(a)= ${sha1}\nSHA256(b)= ${sha256}\nSHA256(a)= ${sha256}\nSHA1(b)= ${sha1}\n`
  expect(await readManifest(inPieces(text))).toEqual([
    { name: 'a', algorithm: 'SHA256', value: sha256 },
    { name: 'b', algorithm: 'SHA256', value: sha256 },
  ])
})

const good = `SHA256(a)= ${sha256}`

describe('a manifest is refused, with the line', () => {
  it.each<readonly [string, string | Uint8Array, readonly string[]]>([
    ['that is empty', '', ['accession.manifest.empty']],
    ['of blank lines', '\r\n \n', ['accession.manifest.empty']],
    ['in UTF-16', new Uint8Array([0xff, 0xfe, 0x53, 0]), ['accession.manifest.not_text']],
    ['of bytes', new Uint8Array([0x53, 0, 1]), ['accession.manifest.not_text']],
    ['of coreutils', `${sha256}  a\n`, ['accession.manifest.line_malformed', '1']],
    ['that is a page', `${good}\n<html>`, ['accession.manifest.line_malformed', '2']],
    [
      'with letters for digits',
      `${good}\nSHA1(b)= ${'g'.repeat(40)}`,
      ['accession.manifest.line_malformed', '2'],
    ],
    ['without a digest', 'SHA256(a)=', ['accession.manifest.line_malformed', '1']],
    [
      'with a file twice',
      `${good}\n\n${good}`,
      ['accession.manifest.file_named_twice', '3', '"a"'],
    ],
    [
      'with a file twice in one of two algorithms',
      `SHA1(a)= ${sha1}\n${good}\nSHA1(a)= ${sha1}`,
      ['accession.manifest.file_named_twice', '3', '"a"'],
    ],
    [
      'with MD5',
      `MD5(a)= ${'0'.repeat(32)}`,
      ['accession.manifest.algorithm_unknown', '1', '"MD5"'],
    ],
    [
      'with SHA3',
      `SHA3-256(a)= ${sha256}`,
      ['accession.manifest.algorithm_unknown', '1', '"SHA3-256"'],
    ],
    [
      'with a signature',
      `RSA-SHA256(a)= ${sha256}`,
      ['accession.manifest.algorithm_unknown', '1', '"RSA-SHA256"'],
    ],
    [
      'with a signature in small letters',
      `rsa-sha256(a)= ${sha256}`,
      ['accession.manifest.algorithm_unknown', '1', '"rsa-sha256"'],
    ],
    [
      'with a short digest',
      `SHA256(a)= ${sha1}`,
      ['accession.manifest.digest_length', '1', 'SHA256', '"a"', '64', '40'],
    ],
    [
      'with a long digest',
      `SHA1(a)= ${sha256}`,
      ['accession.manifest.digest_length', '1', 'SHA1', '"a"', '40', '64'],
    ],
    [
      'with a path',
      `SHA1(../a)= ${sha1}`,
      ['accession.manifest.file_name_invalid', '1', '"../a"', 'it holds a path separator'],
    ],
    [
      'without a name',
      `SHA1()= ${sha1}`,
      ['accession.manifest.file_name_invalid', '1', '""', 'it is empty or blank'],
    ],
    [
      'of too many files',
      Array.from({ length: 1_001 }, (_, index) => `SHA1(f${index})= ${sha1}`).join('\n'),
      ['accession.manifest.too_many', '1001', '1000'],
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await refusal(readManifest(inPieces(bytes, 1_000)))).toEqual(expected)
  })

  it('that does not end, after as many bytes as it may have', async () => {
    let taken = 0
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      for (;;) {
        taken += 16_384
        yield await Promise.resolve(new Uint8Array(16_384).fill(0x20))
      }
    }
    expect(await refusal(readManifest(endless()))).toEqual([
      'accession.manifest.too_large',
      String(limits.manifestBytesMax),
    ])
    expect(taken).toBeLessThanOrEqual(limits.manifestBytesMax + 16_384)
  })
})
