import { AccessionError } from '@accession/core/errors'

/** The parts of a descriptor that a test is about; the others are as small as they may be. */
export interface DescriptorParts {
  readonly references?: string
  readonly disks?: string
  /** After the DiskSection: networks, options. */
  readonly sections?: string
  readonly content?: string
  /** Attributes of the Envelope. */
  readonly envelope?: string
}

/** The text of a descriptor with these parts, each on a line of its own. */
export const descriptorText = ({
  references = '<File ovf:id="file1" ovf:href="disk.vmdk" ovf:size="10"/>',
  disks = '<Disk ovf:diskId="disk1" ovf:fileRef="file1" ovf:capacity="1"/>',
  sections = '',
  content = system(),
  envelope = '',
}: DescriptorParts = {}): string =>
  [
    `<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" ${envelope}>`,
    `<References>${references}</References>`,
    `<DiskSection><Info/>${disks}</DiskSection>`,
    sections,
    content,
    '</Envelope>',
  ].join('\n')

/** A VirtualSystem with these sections. */
export const system = (sections = '', id = 'vm'): string =>
  `<VirtualSystem ovf:id="${id}"><Info/>${sections}</VirtualSystem>`

/** A VirtualHardwareSection of one item with these members. */
export const hardware = (members: string): string =>
  `<VirtualHardwareSection><Info/><Item>${members}</Item></VirtualHardwareSection>`

/** Bytes in pieces of a size, as a network brings them. */
export async function* inPieces(
  bytes: Uint8Array | string,
  pieceBytes = 7,
): AsyncGenerator<Uint8Array, void, undefined> {
  const all = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  for (let start = 0; start < all.length; start += pieceBytes)
    yield await Promise.resolve(all.subarray(start, start + pieceBytes))
}

/** What a promise is rejected with, as id and arguments; fails where it is fulfilled. */
export const refusal = async (promise: Promise<unknown>): Promise<readonly string[]> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AccessionError)) throw new Error('nothing was refused', { cause: error })
  return [error.id, ...error.args]
}
