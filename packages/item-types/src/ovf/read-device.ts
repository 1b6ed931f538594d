import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { present } from '../present.ts'
import type { OvfController, OvfDevice, OvfDrive, OvfNic } from './ovf-descriptor.ts'
import type { ContentContext } from './read-content.ts'
import type { HardwareItem } from './read-hardware-item.ts'
import { placeOf } from './xml-element.ts'

/** A device as one of the kinds that are told apart; exactly one of them is set. */
export interface Device {
  readonly controller?: OvfController
  readonly nic?: OvfNic
  readonly drive?: OvfDrive
  readonly other?: OvfDevice
}

const controllerKinds: ReadonlyMap<number, OvfController['kind']> = new Map([
  [5, 'ide'],
  [6, 'scsi'],
  [7, 'fibre-channel'],
  [8, 'iscsi'],
  [23, 'usb'],
])
const driveKinds: ReadonlyMap<number, OvfDrive['kind']> = new Map([
  [14, 'floppy'],
  [15, 'cd'],
  [16, 'dvd'],
  [17, 'disk'],
  // A logical disk, as OVF 2 names what one of 1 called a disk drive.
  [31, 'disk'],
])
const networkCardTypes: ReadonlySet<number> = new Set([10, 11, 33])
const otherStorageType = 20

/** Tells what a device is, and refuses one that refers to what the descriptor does not have. */
export const readDevice = (item: HardwareItem, context: ContentContext): Device => {
  const device = present({
    name: item.name,
    resourceType: item.type,
    subType: item.subType,
  })
  const backing = backingOf(item, context)
  const drive = driveKinds.get(item.type)
  if (drive) return { drive: { kind: drive, ...device, ...backing } }
  const controller = controllerOf(item)
  if (controller) return { controller: { kind: controller, ...device } }
  if (networkCardTypes.has(item.type)) return { nic: { ...device, ...nicOf(item, context) } }
  return { other: device }
}

const controllerOf = ({ type, subType }: HardwareItem): OvfController['kind'] | undefined => {
  const isSata = type === otherStorageType && /sata|ahci/i.test(subType ?? '')
  return isSata ? 'sata' : controllerKinds.get(type)
}

const nicOf = (
  { element, name, connections, address, isConnected }: HardwareItem,
  context: ContentContext,
) => {
  const { networkNames } = context
  const [network] = connections
  const strange = networkNames && connections.find((connection) => !networkNames.has(connection))
  if (strange !== undefined)
    throw accessionError('accession.ovf.network_unknown', [
      ...placeOf(element),
      named('Network card', name),
      shownName(strange),
    ])
  return present({ network, macAddress: address, isConnected })
}

/** The disk or the file of the descriptor that a drive holds; what the host brings is not told. */
const backingOf = ({ element, name, hostResources }: HardwareItem, context: ContentContext) => {
  for (const resource of hostResources) {
    // Drafts of OVF, and VirtualBox to this day, leave the scheme out or write two slashes.
    const match = /^(?:ovf:)?\/{1,2}(disk|file)\/(.+)$/.exec(resource)
    const [, kind, id] = match ?? []
    if (id === undefined) continue
    const isDisk = kind === 'disk'
    const known = isDisk ? context.diskIds : context.fileIds
    if (known.has(id)) return isDisk ? { diskId: id } : { fileId: id }
    const messageId = isDisk ? 'accession.ovf.disk_unknown' : 'accession.ovf.file_unknown'
    const args = [...placeOf(element), named('Device', name), shownName(id)] as const
    throw accessionError(messageId, args)
  }
  return {}
}

const named = (kind: string, name: string): string =>
  name === '' ? kind : `${kind} ${shownName(name)}`
