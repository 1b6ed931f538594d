import { limits } from '../limits.ts'
import { present } from '../present.ts'
import { unitBytes } from './allocation-units.ts'
import type { OvfCpu, OvfHardware, OvfMemory } from './ovf-descriptor.ts'
import type { ContentContext } from './read-content.ts'
import { readDevice } from './read-device.ts'
import type { HardwareItem } from './read-hardware-item.ts'
import { readHardwareItem } from './read-hardware-item.ts'
import { requireShort } from './require-short.ts'
import { childOf, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

const itemNames = new Set(['ovf:Item', 'ovf:StorageItem', 'ovf:EthernetPortItem'])
const processorType = 3
const memoryType = 4

/** The hardware of a virtual system as its default configuration has it; of several sections the first. */
export const readHardware = (
  virtualSystem: XmlElement,
  context: ContentContext,
): OvfHardware | undefined => {
  const section = childOf(virtualSystem, 'ovf:VirtualHardwareSection')
  if (!section) return undefined
  const elements = section.children.filter(({ name }) => itemNames.has(name))
  requireShort(elements, 'pieces of hardware')
  const items = chosenItems(elements.map(readHardwareItem), context.configuration)
  const others = items.filter(({ type }) => type !== processorType && type !== memoryType)
  const devices = others.map((item) => readDevice(item, context))
  return present({
    types: typesOf(section, context),
    cpu: cpuOf(items.filter(({ type }) => type === processorType)),
    memory: memoryOf(items.find(({ type }) => type === memoryType)),
    controllers: devices.flatMap(({ controller }) => controller ?? []),
    nics: devices.flatMap(({ nic }) => nic ?? []),
    drives: devices.flatMap(({ drive }) => drive ?? []),
    others: devices.flatMap(({ other }) => other ?? []),
  })
}

/**
 * What is built when nothing is chosen: items of no configuration, and in the place of those the ones of the
 * default configuration with the same id. Items that only bound a range are no hardware.
 */
const chosenItems = (
  items: readonly HardwareItem[],
  configuration: string | undefined,
): readonly HardwareItem[] => {
  const whole = items.filter(({ bound }) => bound === undefined || bound === 'normal')
  const isOfDefault = ({ configurations }: HardwareItem) =>
    configuration !== undefined && configurations.includes(configuration)
  const replaced = new Set(whole.filter(isOfDefault).map(({ instanceId }) => instanceId))
  return whole.filter(
    (item) =>
      isOfDefault(item) || (item.configurations.length === 0 && !replaced.has(item.instanceId)),
  )
}

const typesOf = (section: XmlElement, { textOf }: ContentContext): readonly string[] => {
  const system = childOf(section, 'ovf:System')
  const types = system ? childrenOf(system, 'vssd:VirtualSystemType') : []
  return types.flatMap((type) => textOf(type, limits.nameLengthMax)?.split(/\s+/) ?? [])
}

const sharesOf = ({ reservation, limit, weight }: HardwareItem) => ({ reservation, limit, weight })

const cpuOf = (items: readonly HardwareItem[]): OvfCpu | undefined => {
  const [first] = items
  if (!first) return undefined
  const count = items.reduce((sum, { quantity }) => sum + (quantity ?? 1), 0)
  return present({ count, ...sharesOf(first) })
}

const memoryOf = (item: HardwareItem | undefined): OvfMemory | undefined => {
  if (item?.quantity === undefined) return undefined
  const bytes = item.quantity * (unitBytes(item.units ?? 'byte * 2^20') ?? NaN)
  return Number.isSafeInteger(bytes) ? present({ bytes, ...sharesOf(item) }) : undefined
}
