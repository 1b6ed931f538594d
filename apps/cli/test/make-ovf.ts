import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes an OVF descriptor with two disks into a folder; answers the paths, the descriptor first. */
export const makeOvf = async (
  folder: string,
  sizes: readonly [number, number],
): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true })
  const disks = sizes.map((size, index) => ({
    name: `router-disk${index + 1}.vmdk`,
    bytes: Buffer.concat([Buffer.from('KDMV'), randomBytes(size - 4)]),
  }))
  const references = disks.map(
    ({ name, bytes }, index) =>
      `    <File ovf:href="${name}" ovf:id="file${index + 1}" ovf:size="${bytes.length}"/>`,
  )
  const descriptor = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">',
    '  <References>',
    ...references,
    '  </References>',
    '  <DiskSection>',
    '    <Info>Virtual disks</Info>',
    ...disks.map(
      (_, index) =>
        `    <Disk ovf:capacity="${(index + 1) * 1024}" ovf:diskId="vmdisk${index + 1}" ovf:fileRef="file${index + 1}"/>`,
    ),
    '  </DiskSection>',
    '  <VirtualSystem ovf:id="router"><Info>A router</Info></VirtualSystem>',
    '</Envelope>',
  ].join('\n')
  const ovf = join(folder, 'router.ovf')
  await writeFile(ovf, descriptor)
  for (const { name, bytes } of disks) await writeFile(join(folder, name), bytes)
  return [ovf, ...disks.map(({ name }) => join(folder, name))]
}
