import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { present } from '../present.ts'
import { unitBytes } from './allocation-units.ts'
import type { OvfDisk } from './ovf-descriptor.ts'
import { readAttribute, readNumber, requireAttribute } from './read-attribute.ts'
import { requireNew } from './require-new.ts'
import { requireShort } from './require-short.ts'
import { childrenOf, placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** The virtual disks of a descriptor, also those that systems of OVF 2 share, of files that are among its references. */
export const readDisks = (root: XmlElement, fileIds: ReadonlySet<string>): readonly OvfDisk[] => {
  const elements = ['Disk', 'SharedDisk'].flatMap((name) =>
    childrenOf(root, `ovf:${name}Section`).flatMap((section) => childrenOf(section, `ovf:${name}`)),
  )
  requireShort(elements, 'disks')
  const ids = new Set<string>()
  const disks = elements.map((element) => {
    const disk = readDisk(element)
    requireNew(ids, disk.id, element, 'Disk')
    const { fileRef } = disk
    if (fileRef !== undefined && !fileIds.has(fileRef))
      throw accessionError('accession.ovf.file_unknown', [
        ...placeOf(element),
        `Disk ${shownName(disk.id)}`,
        shownName(fileRef),
      ])
    return { element, disk }
  })
  for (const { element, disk } of disks) {
    const { id, parentRef } = disk
    if (parentRef !== undefined && !ids.has(parentRef))
      throw accessionError('accession.ovf.disk_unknown', [
        ...placeOf(element),
        `Disk ${shownName(id)}`,
        shownName(parentRef),
      ])
  }
  return disks.map(({ disk }) => disk)
}

const readDisk = (element: XmlElement): OvfDisk => {
  const property = /^\$\{(.+)\}$/.exec(requireAttribute(element, 'capacity').trim())?.[1]
  return present({
    id: requireAttribute(element, 'diskId'),
    fileRef: readAttribute(element, 'fileRef') || undefined,
    capacity: property === undefined ? readCapacity(element) : undefined,
    capacityProperty: property,
    format: readAttribute(element, 'format') || undefined,
    populatedSize: readNumber(element, 'populatedSize', Number.MAX_SAFE_INTEGER),
    parentRef: readAttribute(element, 'parentRef') || undefined,
  })
}

const readCapacity = (element: XmlElement): number => {
  const units = readAttribute(element, 'capacityAllocationUnits')?.trim() || 'byte'
  const bytes = unitBytes(units)
  if (bytes === undefined)
    throw accessionError('accession.ovf.units_unknown', [
      ...placeOf(element),
      'The capacity of a disk',
      shownName(units),
    ])
  const max = Math.floor(Number.MAX_SAFE_INTEGER / bytes)
  return (readNumber(element, 'capacity', max) ?? 0) * bytes
}
