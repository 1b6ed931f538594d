import type { ItemType, PlainData, StoredFile } from '@accession/core/ports'
import { chunksOf } from '@accession/core/ports'
import { readManifest } from '../ovf/read-manifest.ts'
import { readSignature } from '../ovf/read-signature.ts'
import { expectedDigest } from './ovf/expected-digest.ts'
import { judgePackage } from './ovf/judge-package.ts'
import { kindOf, roleOf } from './ovf/package-file-kind.ts'
import type { KeptManifest, KeptSignature } from './ovf/kept-inspections.ts'

/** What a file of a package says of itself, as the row of the file keeps it. */
const inspect = async ({ name, read, size }: StoredFile): Promise<PlainData> => {
  const bytes = size === 0 ? noBytes() : chunksOf(await read())
  switch (kindOf(name)) {
    case 'descriptor': {
      // Loaded late, with the XML parser: a server that never sees a descriptor never needs it.
      const { readDescriptor } = await import('../ovf/read-descriptor.ts')
      return { ...(await readDescriptor(bytes)) }
    }
    case 'manifest':
      return { entries: await readManifest(bytes) } satisfies KeptManifest
    case 'certificate': {
      const { signature, ...rest } = await readSignature(bytes)
      return { ...rest, signature: hexOf(signature) } satisfies KeptSignature
    }
    case 'other':
      throw new TypeError(`${name} is not inspected`)
  }
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
  roleOf,
  inspect,
  expectedDigest,
  judge: judgePackage,
}
