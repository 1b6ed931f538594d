/** The versions of OVF (DSP0243) that are read, by the namespace of their Envelope. */
export const envelopeVersions: ReadonlyMap<string, 1 | 2> = new Map([
  ['http://schemas.dmtf.org/ovf/envelope/1', 1],
  ['http://schemas.dmtf.org/ovf/envelope/2', 2],
])

/** The namespaces of a CIM class of settings: OVF 2 adds the ending of a schema's file to some. */
const namespacesOf = (settings: string): readonly string[] => {
  const cim = 'http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2'
  return [`${cim}/CIM_${settings}SettingData`, `${cim}/CIM_${settings}SettingData.xsd`]
}

/** Our prefixes for namespaces that any version uses; elements and attributes of others are passed over. */
const prefixes: ReadonlyMap<string, string> = new Map([
  ...namespacesOf('ResourceAllocation').map((namespace) => [namespace, 'rasd'] as const),
  // OVF 2 describes drives and network cards in classes of their own, with the members of the one above.
  ...namespacesOf('StorageAllocation').map((namespace) => [namespace, 'rasd'] as const),
  ...namespacesOf('EthernetPortAllocation').map((namespace) => [namespace, 'rasd'] as const),
  ...namespacesOf('VirtualSystem').map((namespace) => [namespace, 'vssd'] as const),
])

/** VMware's own extension, of which only attributes of OVF's elements are read. */
const vmware = 'http://www.vmware.com/schema/ovf'

/** Our prefix for an element's namespace in a descriptor whose Envelope is in that of `envelope`. */
export const elementPrefix = (namespace: string, envelope: string): string | undefined =>
  namespace === envelope ? 'ovf' : prefixes.get(namespace)

/** The same for an attribute. */
export const attributePrefix = (namespace: string, envelope: string): string | undefined =>
  namespace === vmware ? 'vmw' : elementPrefix(namespace, envelope)
