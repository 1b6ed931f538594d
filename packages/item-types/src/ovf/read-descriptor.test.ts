import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { descriptorText, hardware, inPieces, system } from '../../test/descriptor-text.ts'
import { filesOf } from './files-of.ts'
import { readDescriptor } from './read-descriptor.ts'
import { virtualSystemsOf } from './virtual-systems-of.ts'

const fixture = (name: string) => new URL(`../../test/fixtures/${name}`, import.meta.url)
const readFixture = async (name: string, pieceBytes?: number) =>
  readDescriptor(inPieces(await readFile(fixture(name)), pieceBytes))

describe('a descriptor as programs write it', () => {
  it('of ovftool tells all that is in it, and no password', async () => {
    const descriptor = await readFixture('ovftool.ovf')
    expect(descriptor).toMatchObject({
      version: 1,
      references: [
        { id: 'file1', href: 'photon-disk1.vmdk', size: 256 },
        { id: 'file2', href: 'photon-file1.nvram', size: 74 },
      ],
      disks: [
        { id: 'vmdisk1', fileRef: 'file1', capacity: 16 * 1024 ** 3, populatedSize: 602_210_304 },
        { id: 'vmdisk2', capacity: 1024 ** 3 },
      ],
      networks: [{ name: 'VM Network', description: 'The VM Network network' }],
      content: {
        kind: 'system',
        id: 'photon',
        name: 'photon',
        annotation: 'Made for a test.',
        eulas: [{ text: 'You may use it,\nand you may not.', isCut: false }],
        operatingSystem: {
          id: 36,
          description: 'VMware Photon OS (64-bit)',
          vmwareType: 'vmwarePhoton64Guest',
        },
        hardware: {
          types: ['vmx-19'],
          cpu: { count: 2, weight: 2_000 },
          memory: { bytes: 2 * 1024 ** 3, reservation: 512 },
          controllers: [
            { kind: 'scsi', name: 'SCSI controller 0', subType: 'VirtualSCSI' },
            { kind: 'usb', subType: 'vmware.usb.xhci' },
            { kind: 'sata', subType: 'vmware.sata.ahci' },
          ],
          nics: [
            {
              name: 'Network adapter 1',
              network: 'VM Network',
              subType: 'VmxNet3',
              isConnected: true,
            },
          ],
          drives: [
            { kind: 'cd', name: 'CD/DVD drive 1' },
            { kind: 'disk', name: 'Hard disk 1', diskId: 'vmdisk1' },
            { kind: 'disk', name: 'Hard disk 2', diskId: 'vmdisk2' },
          ],
          others: [{ name: 'VirtualVideoCard', resourceType: 24 }],
        },
      },
    })
    const [product] = descriptor.content.products
    expect(product).toMatchObject({
      class: 'guestinfo',
      name: 'Photon OS',
      vendor: 'VMware Inc.',
      fullVersion: '5.0-dde71ec57',
    })
    expect(product?.properties.map(({ key, category, value }) => [key, category, value])).toEqual([
      ['hostname', 'Network', 'photon'],
      ['ntp', 'Network', 'True'],
      ['password', 'Access', undefined],
      ['admin_passwd', 'Access', undefined],
      ['pin', 'Access', undefined],
    ])
    expect(JSON.stringify(descriptor)).not.toContain('changeme')
  })

  it('of VirtualBox names disks without a scheme and counts in MegaBytes', async () => {
    expect(await readFixture('virtualbox.ovf')).toMatchObject({
      references: [{ href: 'my machine-disk001.vmdk' }],
      disks: [{ capacity: 20 * 1024 ** 3 }],
      content: {
        id: 'my machine',
        products: [{ name: 'Debian', version: '12' }],
        hardware: {
          cpu: { count: 4 },
          memory: { bytes: 8 * 1024 ** 3 },
          controllers: [{ kind: 'sata' }],
          drives: [{ kind: 'disk', diskId: 'vmdisk1' }],
        },
      },
    })
  })

  it('of OVF 2 has items of other classes', async () => {
    expect(await readFixture('virtualbox-2.ovf')).toMatchObject({
      version: 2,
      content: {
        hardware: {
          nics: [{ name: "Ethernet adapter on 'Bridged'", network: 'Bridged' }],
          drives: [{ name: 'disk1', diskId: 'vmdisk1' }],
        },
      },
    })
  })

  it('of image builders has sections that only vSphere knows', async () => {
    expect(await readFixture('image-builder.ovf')).toMatchObject({
      content: { hardware: { types: ['vmx-15', 'vmx-17'], memory: { bytes: 2 * 1024 ** 3 } } },
    })
  })

  it('holds a collection, choices, pieces of files, and texts kept apart', async () => {
    const descriptor = await readFixture('vapp.ovf')
    expect(descriptor).toMatchObject({
      references: [
        { id: 'web', compression: 'gzip', chunkSize: 1_000 },
        { id: 'texts' },
        { id: 'config' },
        { id: 'icon' },
      ],
      disks: [
        { id: 'base', capacity: 4 * 1024 ** 3 },
        { id: 'child', parentRef: 'base', capacityProperty: 'data.size' },
      ],
      networks: [{ name: 'inside' }, { name: 'outside', description: 'Where customers are' }],
      configurations: [
        { id: 'small', label: 'Small', description: 'For a try', isDefault: false },
        { id: 'large', label: 'Large', isDefault: true },
      ],
      content: {
        kind: 'collection',
        name: 'Shop',
        eulas: [{ text: 'Take & give <freely>.' }],
        content: [{ id: 'front' }, { kind: 'collection', content: [{ id: 'database' }] }],
      },
    })
    expect(descriptor.disks[1]).not.toHaveProperty('capacity')
    expect(virtualSystemsOf(descriptor).map(({ id }) => id)).toEqual(['front', 'database'])
    expect(virtualSystemsOf(descriptor)[0]?.hardware).toMatchObject({
      cpu: { count: 8 },
      drives: [
        { kind: 'dvd', fileId: 'config' },
        { kind: 'disk', diskId: 'child' },
      ],
    })
    expect(filesOf(descriptor)).toEqual([
      { name: 'web.vmdk.gz.000000000', size: 1_000, fileRef: 'web' },
      { name: 'web.vmdk.gz.000000001', size: 1_000, fileRef: 'web' },
      { name: 'web.vmdk.gz.000000002', size: 500, fileRef: 'web' },
      { name: 'de-DE.msg', size: 10, fileRef: 'texts' },
      { name: 'config.iso', fileRef: 'config' },
      { name: 'icon.png', fileRef: 'icon' },
    ])
  })

  it.each([1, 3, 65_536])('is the same in pieces of %i bytes', async (pieceBytes) => {
    expect(await readFixture('vapp.ovf', pieceBytes)).toEqual(await readFixture('vapp.ovf'))
  })
})

describe('what is tolerated', () => {
  it.each([
    ['a byte order mark', `\uFEFF${descriptorText()}`],
    ['Windows line ends', descriptorText().replaceAll('\n', '\r\n')],
    ['a declared encoding', `<?xml version="1.0" encoding="utf-8"?>${descriptorText()}`],
    ['comments and instructions', `<!-- x --><?y z?>${descriptorText()}`],
    ['no file at all', descriptorText({ references: '', disks: '' })],
    [
      'a disk that is created empty',
      descriptorText({ disks: '<Disk ovf:diskId="d" ovf:capacity="1"/>' }),
    ],
    [
      'a network card without a network',
      descriptorText({ content: system(hardware('<rasd:ResourceType>10</rasd:ResourceType>')) }),
    ],
    [
      'a network where no section names any',
      descriptorText({
        content: system(
          hardware('<rasd:ResourceType>10</rasd:ResourceType><rasd:Connection>x</rasd:Connection>'),
        ),
      }),
    ],
    [
      'a network whose name ends in a blank',
      descriptorText({
        sections: '<NetworkSection><Network ovf:name="VM Network "/></NetworkSection>',
        content: system(
          hardware(
            '<rasd:ResourceType>10</rasd:ResourceType><rasd:Connection>VM Network </rasd:Connection>',
          ),
        ),
      }),
    ],
    [
      'a disk that virtual systems share, as OVF 2 has it',
      descriptorText({
        sections:
          '<SharedDiskSection><Info/><SharedDisk ovf:diskId="shared" ovf:capacity="1"/></SharedDiskSection>',
        content: system(
          hardware(
            '<rasd:ResourceType>17</rasd:ResourceType><rasd:HostResource>ovf:/disk/shared</rasd:HostResource>',
          ),
        ),
      }),
    ],
    [
      'what the host brings for a drive',
      descriptorText({
        content: system(
          hardware(
            '<rasd:ResourceType>15</rasd:ResourceType><rasd:HostResource>/dev/cdrom</rasd:HostResource>',
          ),
        ),
      }),
    ],
    [
      'elements of strangers, whatever is in them',
      descriptorText({ sections: '<x:y xmlns:x="urn:x"><Disk ovf:diskId="disk1"/></x:y>' }),
    ],
  ])('%s', async (_, text) => {
    expect((await readDescriptor(inPieces(text))).content.id).toBe('vm')
  })

  it('a collection that has a name for its id, as VirtualBox writes it', async () => {
    const content = `<VirtualSystemCollection ovf:name="Exported">${system('', 'a')}${system('', 'b')}</VirtualSystemCollection>`
    const descriptor = await readDescriptor(inPieces(descriptorText({ content })))
    expect(descriptor.content).toMatchObject({ kind: 'collection', id: 'Exported' })
    expect(virtualSystemsOf(descriptor).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('names of files in the folder of the descriptor', async () => {
    const references = '<File ovf:id="file1" ovf:href="./disk.vmdk"/>'
    const descriptor = await readDescriptor(inPieces(descriptorText({ references })))
    expect(filesOf(descriptor)).toEqual([{ name: 'disk.vmdk', fileRef: 'file1' }])
  })

  it('long texts, which are cut, also between the halves of a letter', async () => {
    const licence = `${'x'.repeat(16_383)}😀`
    const text = descriptorText({
      content: system(
        `<EulaSection><Info/><License>${licence}</License></EulaSection><AnnotationSection><Info/><Annotation>${'y'.repeat(4_095)}😀</Annotation></AnnotationSection>`,
      ),
    })
    const { content } = await readDescriptor(inPieces(text, 1_000))
    expect(content.eulas).toEqual([{ text: 'x'.repeat(16_383), isCut: true }])
    expect(content.annotation).toBe('y'.repeat(4_095))
  })

  it('prefixes of any name, as namespaces count by their URIs', async () => {
    const other = descriptorText({ envelope: 'xmlns:ovf="urn:strange"' })
      .replaceAll(' ovf:', ' any:')
      .replace('xmlns:ovf', 'xmlns:any')
    expect(await readDescriptor(inPieces(other))).toEqual(
      await readDescriptor(inPieces(descriptorText())),
    )
  })
})
