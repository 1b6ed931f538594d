const block = 512

/** The name of the disk in the archive, and of the archive's descriptor. */
export const archiveNames = { disk: 'disk.vmdk', descriptor: 'box.ovf' } as const

/** What stands around the bytes of a disk in an OVA. */
export interface ArchiveFrame {
  readonly before: Buffer
  readonly after: Buffer
}

/** The frame of an OVA whose one disk has so many bytes, 8 GiB at most. */
export const archiveFrame = (diskBytes: number): ArchiveFrame => {
  const descriptor = Buffer.from(
    `<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <References><File ovf:id="file1" ovf:href="${archiveNames.disk}" ovf:size="${diskBytes}"/></References>
  <VirtualSystem ovf:id="box"><Info>A box</Info></VirtualSystem>
</Envelope>
`,
  )
  const { length } = descriptor
  return {
    before: Buffer.concat([
      headerOf(archiveNames.descriptor, length),
      descriptor,
      padding(length),
      headerOf(archiveNames.disk, diskBytes),
    ]),
    after: Buffer.concat([padding(diskBytes), Buffer.alloc(2 * block)]),
  }
}

const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block)

/** A tar header of a plain file. */
const headerOf = (name: string, size: number): Buffer => {
  const header = Buffer.alloc(block)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('        0', 148)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
