/** The versions of OVF (DSP0243) that are read, by the namespace of their Envelope. */
export const envelopeVersions: ReadonlyMap<string, 1 | 2> = new Map([
  ['http://schemas.dmtf.org/ovf/envelope/1', 1],
  ['http://schemas.dmtf.org/ovf/envelope/2', 2],
])

const cim = 'http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2'

/** Our prefixes for namespaces that any version uses; elements and attributes of others are passed over. */
const prefixes: ReadonlyMap<string, string> = new Map([
  [`${cim}/CIM_ResourceAllocationSettingData`, 'rasd'],
  // OVF 2 describes drives and network cards in classes of their own, with the members of the one above.
  [`${cim}/CIM_StorageAllocationSettingData`, 'rasd'],
  [`${cim}/CIM_EthernetPortAllocationSettingData`, 'rasd'],
  [`${cim}/CIM_VirtualSystemSettingData`, 'vssd'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
])

/** VMware's own extension, of which only attributes of OVF's elements are read. */
const vmware = 'http://www.vmware.com/schema/ovf'

/** Our prefix for an element's namespace in a descriptor whose Envelope is in that of `envelope`. */
export const elementPrefix = (namespace: string, envelope: string): string | undefined =>
  namespace === envelope ? 'ovf' : prefixes.get(namespace)

/** The same for an attribute. */
export const attributePrefix = (namespace: string, envelope: string): string | undefined =>
  namespace === vmware ? 'vmw' : elementPrefix(namespace, envelope)
