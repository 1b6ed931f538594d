import type { ContentSigning } from '@accession/core/ports'
import type { KeptSignature } from './kept-inspections.ts'
import { kindOf } from './package-file-kind.ts'

/** How OVF packages are signed (DSP0243): a manifest beside the descriptor, and a certificate file over it. */
export const packageSigning: ContentSigning = {
  partOf(fileName) {
    const kind = kindOf(fileName)
    return kind === 'other' || kind === 'archive' ? undefined : kind
  },
  filesOf(descriptor) {
    const name = descriptor.replace(/\.ovf$/i, '')
    return { descriptor, manifest: `${name}.mf`, certificate: `${name}.cert` }
  },
  readStatement(inspection) {
    const { signature, ...kept } = inspection as unknown as KeptSignature
    return { ...kept, signature: fromHex(signature) }
  },
}

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
