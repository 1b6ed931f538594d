import type { JudgedFile, PlainData } from '@accession/core/ports'
import type { ManifestEntry } from '../../ovf/read-manifest.ts'
import type { OvfDescriptor } from '../../ovf/ovf-descriptor.ts'
import type { PackageSignature } from '../../ovf/read-signature.ts'
import { kindOf } from './package-file-kind.ts'

/** What is kept with an item of type ovf: what its descriptor says, and which file that is. */
export interface OvfMetadata extends OvfDescriptor {
  readonly descriptor: string
}

/** What is kept with the file of a manifest. */
export interface KeptManifest {
  readonly entries: readonly ManifestEntry[]
}

/** What is kept with the file that signs a manifest. */
export interface KeptSignature extends Omit<PackageSignature, 'signature'> {
  /** Hexadecimal. */
  readonly signature: string
}

/** What was kept with an item the last time; undefined where that was nothing of an OVF package. */
export const asOvfMetadata = (kept: PlainData | null): OvfMetadata | undefined =>
  typeof kept?.['descriptor'] === 'string' ? (kept as unknown as OvfMetadata) : undefined

/** What a descriptor says, once its bytes have come and were read. */
export const descriptorOf = ({
  name,
  inspection,
}: Pick<JudgedFile, 'name' | 'inspection'>): OvfDescriptor | undefined =>
  inspection && kindOf(name) === 'descriptor' ? (inspection as unknown as OvfDescriptor) : undefined

/** What a manifest says, once its bytes have come and were read. */
export const manifestOf = ({
  name,
  inspection,
}: Pick<JudgedFile, 'name' | 'inspection'>): KeptManifest | undefined =>
  inspection && kindOf(name) === 'manifest' ? (inspection as unknown as KeptManifest) : undefined
