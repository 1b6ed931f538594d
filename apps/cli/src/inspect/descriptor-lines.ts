import {
  virtualSystemsOf,
  type OvfDescriptor,
  type OvfVirtualSystem,
} from '@accession/item-types/ovf'
import { countOf } from '../output/count-of.ts'
import { properties } from '../output/properties.ts'
import { table } from '../output/table.ts'

/** Memory and disks as people count them: `16 GiB`. */
const binary = (bytes: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  const value = bytes / 1024 ** power
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[power]}`
}

/** What a descriptor tells, in parts: the whole, its virtual systems, disks and properties. */
export const descriptorLines = (descriptor: OvfDescriptor): readonly (readonly string[])[] => {
  const { version, content, networks, configurations, disks } = descriptor
  const systems = virtualSystemsOf(descriptor)
  const all = [content, ...systems]
  const product = all.flatMap(({ products }) => products).find(({ name }) => name !== undefined)
  const eulas = new Set(all.flatMap((one) => one.eulas))
  return [
    properties({
      OVF: `${version}.x`,
      Product: [product?.name, product?.fullVersion ?? product?.version].filter(Boolean).join(' '),
      Vendor: product?.vendor,
      Collection: content.kind === 'collection' ? (content.name ?? content.id) : undefined,
      Networks: networks.map(({ name }) => name).join(', '),
      Configurations: configurations
        .map(({ id, isDefault }) => (isDefault ? `${id} (default)` : id))
        .join(', '),
      Licences: eulas.size === 0 ? undefined : `${countOf(eulas.size, 'licence')} to agree to`,
    }),
    table(
      ['VIRTUAL SYSTEM', 'CPUS', 'MEMORY', 'SYSTEM', 'HARDWARE', 'NETWORK CARDS'],
      systems.map(systemRow),
    ),
    table(
      ['DISK', 'CAPACITY', 'FILE'],
      disks.map(({ id, capacity, capacityProperty, fileRef }) => [
        id,
        capacity === undefined ? `of property ${capacityProperty}` : binary(capacity),
        descriptor.references.find((file) => file.id === fileRef)?.href ?? 'created empty',
      ]),
    ),
    table(['PROPERTY', 'TYPE', 'DEFAULT', 'LABEL'], propertyRows(descriptor)),
  ]
}

const systemRow = ({
  id,
  name,
  hardware,
  operatingSystem: system,
}: OvfVirtualSystem): readonly string[] => [
  name ?? id,
  hardware?.cpu ? String(hardware.cpu.count) : '',
  hardware?.memory ? binary(hardware.memory.bytes) : '',
  system?.description ?? system?.vmwareType ?? '',
  hardware?.types.join(' ') ?? '',
  (hardware?.nics ?? []).map(({ subType, name: card }) => subType ?? card).join(', '),
]

const propertyRows = (descriptor: OvfDescriptor): readonly (readonly string[])[] => {
  const { content } = descriptor
  const systems = virtualSystemsOf(descriptor)
  const all = content.kind === 'collection' ? [content, ...systems] : systems
  return all
    .flatMap(({ products }) => products)
    .flatMap(({ class: prefix, instance, properties: some }) =>
      some.map(({ key, type, value, isPassword, label }) => [
        [prefix, key, instance].filter(Boolean).join('.'),
        type,
        isPassword ? '(secret)' : (value ?? ''),
        label ?? '',
      ]),
    )
}
