import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { inPieces } from '../../test/descriptor-text.ts'
import { readDescriptor } from './read-descriptor.ts'
import { typeMetadata } from './type-metadata.ts'

const owner = { itemId: 'urn:uuid:item', libraryId: 'urn:uuid:library', version: '3' }

const metadataOf = async (fixture: string): Promise<unknown> => {
  const text = await readFile(new URL(`../../test/fixtures/${fixture}`, import.meta.url))
  return JSON.parse(typeMetadata(await readDescriptor(inPieces(text)), owner))
}

it('tells of a virtual machine what its descriptor tells, in megabytes', async () => {
  expect(await metadataOf('ovftool.ovf')).toMatchObject({
    id: 'urn:uuid:item',
    version: '3',
    libraryIdParent: 'urn:uuid:library',
    isVappTemplate: 'false',
    vmCount: 1,
    vappTemplate: null,
    networks: [{ name: 'VM Network', description: 'The VM Network network' }],
    storagePolicyGroups: null,
    vmTemplate: {
      vmName: 'photon',
      osType: 'vmwarePhoton64Guest',
      osDescription: 'VMware Photon OS (64-bit)',
      cpu: { numCpus: 2, reservation: null, limit: null, shares: 2_000 },
      memory: { size: 2_048, reservation: 512, limit: null, shares: null },
      disks: [
        { name: 'Hard disk 1', diskCapacity: 16_384, storagePolicy: null },
        { name: 'Hard disk 2', diskCapacity: 1_024, storagePolicy: null },
      ],
      nics: [{ name: 'Network adapter 1', networkName: 'VM Network', startConnected: true }],
      drives: [{ name: 'CD/DVD drive 1', type: 'CD', subType: 'vmware.cdrom.remotepassthrough' }],
      floppies: [],
      diskControllers: [
        { name: 'SCSI controller 0', type: 'SCSI', subType: 'VirtualSCSI' },
        { name: 'SATA Controller 0', type: 'SATA', subType: 'vmware.sata.ahci' },
      ],
      usbControllers: [{ type: 'vmware.usb.xhci' }],
    },
  })
})

it('tells of several that they belong together', async () => {
  expect(await metadataOf('vapp.ovf')).toMatchObject({
    isVappTemplate: 'true',
    vmCount: 2,
    vmTemplate: null,
    vappTemplate: {
      vappName: 'Shop',
      vmTemplates: [{ vmName: 'front' }, { vmName: 'database', cpu: null, disks: [] }],
    },
  })
})

it('has the members of the structure that it is made of', async () => {
  const contract = JSON.parse(
    await readFile(
      new URL('../../../core/test/fixtures/content-library.json', import.meta.url),
      'utf8',
    ),
  ) as { structures: Record<string, { fields: Record<string, unknown> } | undefined> }
  const membersOf = (structure: string) =>
    Object.keys(contract.structures[`com.vmware.content.type.ovf.${structure}`]?.fields ?? {})
      .map((name) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()))
      .toSorted()
  const machine = (await metadataOf('ovftool.ovf')) as Record<string, object>
  const vapp = (await metadataOf('vapp.ovf')) as Record<string, object>
  expect(Object.keys(machine).toSorted()).toEqual(membersOf('ovf_template'))
  expect(Object.keys(machine['vmTemplate'] ?? {}).toSorted()).toEqual(membersOf('vm_template'))
  expect(Object.keys(vapp['vappTemplate'] ?? {}).toSorted()).toEqual(membersOf('V_app_template'))
})
