import type { DiscImage } from '@accession/item-types/iso'
import { formatBytes } from '../output/format-bytes.ts'
import { printable } from '../output/printable.ts'
import { properties } from '../output/properties.ts'
import { table } from '../output/table.ts'
import { descriptorLines } from './descriptor-lines.ts'
import type { InspectedFile, InspectedSignature, Inspection } from './inspection.ts'

const kinds = {
  ovf: 'OVF package',
  ova: 'OVF package in one archive (OVA)',
  iso: 'Disc image',
  other: 'Other file',
} as const

/** An inspection as a person reads it, with an empty line between its parts. */
export const inspectionLines = (inspection: Inspection): readonly string[] => {
  const { name, kind, size, descriptor, files = [], signature, disc } = inspection
  const parts = [
    properties({
      Name: name,
      Kind: kinds[kind],
      Size: size === undefined ? undefined : formatBytes(size),
      ...(disc && discProperties(disc)),
    }),
    ...(descriptor ? descriptorLines(descriptor) : []),
    filesTable(files),
    signature ? signatureLines(signature) : [],
    inspection.problems.map((problem) => printable(`Problem: ${problem}`)),
  ]
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ['', ...part]))
}

const discProperties = ({ formats, label, size, created, isBootable }: DiscImage) => ({
  Formats: formats.join(', '),
  Label: label,
  Volume: size === undefined ? undefined : formatBytes(size),
  Created: created,
  Bootable: isBootable ? 'yes' : 'no',
})

const filesTable = (files: readonly InspectedFile[]): readonly string[] =>
  table(
    ['FILE', 'SIZE', 'STATE'],
    files.map(({ name, size, state, algorithm }) => [
      name,
      size === undefined ? '' : formatBytes(size),
      algorithm ? `${state} (${algorithm})` : state,
    ]),
  )

const signatureLines = ({
  file,
  algorithm,
  verified,
  certificates,
}: InspectedSignature): readonly string[] => {
  const [signer] = certificates
  return properties({
    Signature: `${verified ? 'right' : 'wrong'}, over ${file} (${algorithm})`,
    'Signed by': signer?.subject,
    'Issued by': signer?.issuer,
    Valid: signer && `${signer.not_before} to ${signer.not_after}`,
    Fingerprint: signer?.fingerprint,
  })
}
