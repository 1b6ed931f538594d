import { Buffer } from 'node:buffer'

const sector = 2048

/** A valid ISO 9660 image that holds one file. */
export const makeIso = (content: Uint8Array): Uint8Array => {
  const contentSectors = Math.ceil(content.length / sector)
  const at = { pathTableL: 18, pathTableM: 19, root: 20, content: 21 }
  const image = Buffer.alloc((at.content + contentSectors) * sector)

  const root = directoryRecord('\u0000', at.root, sector, true)
  image.set(primaryDescriptor(image.length / sector, at, root), 16 * sector)
  image.set(Buffer.from('\u00FFCD001\u0001', 'latin1'), 17 * sector)
  image.set(pathTable(at.root, 'little'), at.pathTableL * sector)
  image.set(pathTable(at.root, 'big'), at.pathTableM * sector)
  const entries = [
    root,
    directoryRecord('\u0001', at.root, sector, true),
    directoryRecord('CONTENT.BIN;1', at.content, content.length, false),
  ]
  image.set(Buffer.concat(entries), at.root * sector)
  image.set(content, at.content * sector)
  return image
}

const primaryDescriptor = (
  sectors: number,
  at: { pathTableL: number; pathTableM: number },
  root: Buffer,
): Buffer => {
  const descriptor = Buffer.alloc(sector)
  descriptor.write('\u0001CD001\u0001', 0, 'latin1')
  descriptor.fill(' ', 8, 72)
  descriptor.write('ACCESSION_TEST', 40, 'latin1')
  both32(descriptor, 80, sectors)
  both16(descriptor, 120, 1)
  both16(descriptor, 124, 1)
  both16(descriptor, 128, sector)
  both32(descriptor, 132, 10)
  descriptor.writeUInt32LE(at.pathTableL, 140)
  descriptor.writeUInt32BE(at.pathTableM, 148)
  root.copy(descriptor, 156)
  descriptor.fill(' ', 190, 813)
  descriptor.fill('0', 813, 881)
  descriptor[881] = 1
  return descriptor
}

const directoryRecord = (name: string, extent: number, size: number, isFolder: boolean): Buffer => {
  const length = 33 + name.length
  const record = Buffer.alloc(length + (length % 2))
  record[0] = record.length
  both32(record, 2, extent)
  both32(record, 10, size)
  record.set([126, 1, 1, 0, 0, 0, 0], 18)
  record[25] = isFolder ? 2 : 0
  both16(record, 28, 1)
  record[32] = name.length
  record.write(name, 33, 'latin1')
  return record
}

const pathTable = (root: number, order: 'little' | 'big'): Buffer => {
  const table = Buffer.alloc(10)
  table[0] = 1
  if (order === 'little') {
    table.writeUInt32LE(root, 2)
    table.writeUInt16LE(1, 6)
  } else {
    table.writeUInt32BE(root, 2)
    table.writeUInt16BE(1, 6)
  }
  return table
}

const both32 = (target: Buffer, offset: number, value: number): void => {
  target.writeUInt32LE(value, offset)
  target.writeUInt32BE(value, offset + 4)
}

const both16 = (target: Buffer, offset: number, value: number): void => {
  target.writeUInt16LE(value, offset)
  target.writeUInt16BE(value, offset + 2)
}
