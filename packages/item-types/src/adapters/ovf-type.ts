import { chunksOf } from '@accession/core/ports'
import type { ItemType, PlainData, StoredFile } from '@accession/core/ports'
import { ovaFormat } from '../ova/ova-format.ts'
import { readManifest } from '../ovf/read-manifest.ts'
import { typeMetadata } from '../ovf/type-metadata.ts'
import { readSignature } from '../ovf/read-signature.ts'
import { expectedDigest } from './ovf/expected-digest.ts'
import { judgePackage } from './ovf/judge-package.ts'
import { asOvfMetadata } from './ovf/kept-inspections.ts'
import type { KeptManifest, KeptSignature } from './ovf/kept-inspections.ts'
import { kindOf, packageEndings, roleOf } from './ovf/package-file-kind.ts'
import { packageSigning } from './ovf/package-signing.ts'
import type { InspectedKind } from './ovf/package-file-kind.ts'

type Bytes = AsyncIterable<Uint8Array>

const inspectors: { readonly [Kind in InspectedKind]: (bytes: Bytes) => Promise<PlainData> } = {
  async descriptor(bytes) {
    // Loaded late, with the XML parser: a server that meets no descriptor does without.
    const { readDescriptor } = await import('../ovf/read-descriptor.ts')
    return { ...(await readDescriptor(bytes)) }
  },
  async manifest(bytes) {
    return { entries: await readManifest(bytes) } satisfies KeptManifest
  },
  async certificate(bytes) {
    const { signature, ...rest } = await readSignature(bytes)
    return { ...rest, signature: hexOf(signature) } satisfies KeptSignature
  },
}

/** What a file of a package says of itself, as the row of the file keeps it. */
const inspect = async ({ name, read, size }: StoredFile): Promise<PlainData> => {
  const kind = kindOf(name)
  if (kind === 'archive' || kind === 'other') throw new TypeError(`${name} is not inspected`)
  return inspectors[kind](size === 0 ? noBytes() : chunksOf(await read()))
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** OVF packages (DSP0243): a descriptor, the files that it refers to, and what vouches for them. */
export const ovfType: ItemType = {
  info: {
    type: 'ovf',
    name: 'OVF Template',
    description: 'A template for the deployment of virtual machines, as an OVF package',
    vendor: 'Accession',
    version: '1.0',
    supported_rules: ['OVF_STRICT_VERIFICATION'],
  },
  archive: ovaFormat,
  signing: packageSigning,
  roleOf,
  endings: packageEndings,
  inspect,
  expectedDigest,
  judge: judgePackage,
  publishedText(kept, owner) {
    const metadata = asOvfMetadata(kept)
    return metadata && typeMetadata(metadata, owner)
  },
}
