import { expect, it } from 'vitest'
import { ovfType } from '../ovf-type.ts'
import { packageSigning } from './package-signing.ts'

it.each([
  ['a.ovf', 'descriptor'],
  ['A.OVF', 'descriptor'],
  ['a.mf', 'manifest'],
  ['a.cert', 'certificate'],
  ['a.vmdk', undefined],
] as const)('knows what is signed by names: %s', (name, part) => {
  expect(packageSigning.partOf(name)).toBe(part)
})

it('names the files that belong to a descriptor', () => {
  expect(packageSigning.filesOf('my.ovf.OVF')).toEqual({
    descriptor: 'my.ovf.OVF',
    manifest: 'my.ovf.mf',
    certificate: 'my.ovf.cert',
  })
})

it('reads again what is kept of a certificate file, as it was read', async () => {
  const signature = Uint8Array.from({ length: 64 }, (_, index) => 255 - index)
  const hex = Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const pem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'
  const bytes = new TextEncoder().encode(`SHA512(a.mf)= ${hex}\n${pem}${pem}`)
  const read = async () => new Response(bytes).body ?? new ReadableStream<Uint8Array>()
  const kept = await ovfType.inspect({ name: 'a.cert', size: bytes.length, read })
  const stored = JSON.parse(JSON.stringify(kept)) as typeof kept
  expect(ovfType.signing?.readStatement(stored)).toEqual({
    signedFile: 'a.mf',
    algorithm: 'SHA512',
    signature,
    certificates: [pem, pem],
  })
})
