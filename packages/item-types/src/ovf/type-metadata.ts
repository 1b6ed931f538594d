import type { PublishedOwner } from '@accession/core/ports'
import type { OvfDescriptor, OvfHardware, OvfVirtualSystem } from './ovf-descriptor.ts'
import { virtualSystemsOf } from './virtual-systems-of.ts'

const mebibyte = 1024 ** 2

/**
 * The text of `type-metadata` in VCSP: what `com.vmware.content.type.ovf.ovf_template` holds, in camel case, unset
 * members as null and the flag as a text, as vCenters write it.
 */
export const typeMetadata = (descriptor: OvfDescriptor, owner: PublishedOwner): string => {
  const { content, networks } = descriptor
  const systems = virtualSystemsOf(descriptor)
  const templates = systems.map((system) => vmTemplate(system, descriptor))
  const isVapp = content.kind === 'collection'
  return JSON.stringify({
    id: owner.itemId,
    version: owner.version,
    libraryIdParent: owner.libraryId,
    isVappTemplate: String(isVapp),
    vmCount: systems.length,
    vmTemplate: isVapp ? null : (templates[0] ?? null),
    vappTemplate: isVapp
      ? { vappName: content.name ?? content.id, vmTemplates: templates, storagePolicies: null }
      : null,
    networks: networks.map(({ name, description }) => ({ name, description: description ?? null })),
    storagePolicyGroups: null,
  })
}

const vmTemplate = (
  { id, name, operatingSystem, hardware }: OvfVirtualSystem,
  descriptor: OvfDescriptor,
) => ({
  vmName: name ?? id,
  osType: operatingSystem?.vmwareType ?? null,
  osDescription: operatingSystem?.description ?? null,
  cpu: cpuOf(hardware),
  memory: memoryOf(hardware),
  disks: disksOf(hardware, descriptor),
  nics: (hardware?.nics ?? []).map((nic) => ({
    name: nic.name,
    networkName: nic.network ?? null,
    macAddress: nic.macAddress ?? null,
    startConnected: nic.isConnected,
  })),
  videoCards: null,
  drives: drivesOf(hardware, ['cd', 'dvd']).map((drive) => ({
    name: drive.name,
    type: drive.kind.toUpperCase(),
    subType: drive.subType ?? null,
  })),
  floppies: drivesOf(hardware, ['floppy']).map((drive) => ({
    name: drive.name,
    connected: null,
    type: drive.subType ?? null,
  })),
  diskControllers: controllersOf(hardware, false).map((controller) => ({
    name: controller.name,
    type: controller.kind.toUpperCase(),
    subType: controller.subType ?? null,
  })),
  usbControllers: controllersOf(hardware, true).map((controller) => ({
    type: controller.subType ?? null,
    autoConnect: null,
    ehciPciSlotNumber: null,
    pciSlotNumber: null,
  })),
  storagePolicies: null,
})

const cpuOf = (hardware: OvfHardware | undefined) => {
  const cpu = hardware?.cpu
  if (!cpu) return null
  const { count, reservation = null, limit = null, weight = null } = cpu
  return { numCpus: count, reservation, limit, shares: weight }
}

const memoryOf = (hardware: OvfHardware | undefined) => {
  const memory = hardware?.memory
  if (!memory) return null
  const { bytes, reservation = null, limit = null, weight = null } = memory
  return { size: Math.ceil(bytes / mebibyte), reservation, limit, shares: weight }
}

const disksOf = (hardware: OvfHardware | undefined, { disks }: OvfDescriptor) =>
  drivesOf(hardware, ['disk']).map(({ name, diskId }) => {
    const capacity = disks.find(({ id }) => id === diskId)?.capacity ?? 0
    return { name, diskCapacity: Math.ceil(capacity / mebibyte), storagePolicy: null }
  })

const drivesOf = (hardware: OvfHardware | undefined, kinds: readonly string[]) =>
  (hardware?.drives ?? []).filter(({ kind }) => kinds.includes(kind))

const controllersOf = (hardware: OvfHardware | undefined, isUsb: boolean) =>
  (hardware?.controllers ?? []).filter(({ kind }) => (kind === 'usb') === isUsb)
