import { limits } from '../limits.ts'
import { cutText } from './cut-text.ts'
import { readAttribute } from './read-attribute.ts'
import { childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** An item of a VirtualHardwareSection, its members read but not yet understood. */
export interface HardwareItem {
  readonly element: XmlElement
  readonly instanceId: string | undefined
  readonly name: string
  /** A value of `CIM_ResourceAllocationSettingData.ResourceType`; 0 where it is missing or none. */
  readonly type: number
  readonly subType: string | undefined
  readonly quantity: number | undefined
  readonly units: string | undefined
  readonly reservation: number | undefined
  readonly limit: number | undefined
  readonly weight: number | undefined
  readonly address: string | undefined
  readonly isConnected: boolean
  readonly connections: readonly string[]
  readonly hostResources: readonly string[]
  /** The configurations it belongs to; none of them: to all. */
  readonly configurations: readonly string[]
  readonly bound: string | undefined
}

/** Reads an item; numbers that are none are unset, for hardware is only shown. */
export const readHardwareItem = (element: XmlElement): HardwareItem => {
  const texts = (name: string) =>
    childrenOf(element, `rasd:${name}`)
      .map(({ text }) => cutText(text.trim(), limits.nameLengthMax))
      .filter((text) => text !== '')
  const text = (name: string) => texts(name)[0]
  const number = (name: string) => {
    const value = Number(text(name) ?? NaN)
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined
  }
  return {
    element,
    instanceId: text('InstanceID'),
    name: text('ElementName') ?? text('Caption') ?? text('Description') ?? '',
    type: number('ResourceType') ?? 0,
    subType: text('ResourceSubType'),
    quantity: number('VirtualQuantity'),
    units: text('AllocationUnits'),
    reservation: number('Reservation'),
    limit: number('Limit'),
    weight: number('Weight'),
    address: text('Address'),
    isConnected: text('AutomaticAllocation')?.toLowerCase() !== 'false',
    connections: texts('Connection'),
    hostResources: texts('HostResource'),
    configurations: (readAttribute(element, 'configuration') ?? '').split(/\s+/).filter(Boolean),
    bound: readAttribute(element, 'bound') || undefined,
  }
}
