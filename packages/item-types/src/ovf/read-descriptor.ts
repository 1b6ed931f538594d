import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { present } from '../present.ts'
import { createTextReader } from './create-text-reader.ts'
import type { TextReader } from './create-text-reader.ts'
import type { OvfConfiguration, OvfDescriptor, OvfNetwork } from './ovf-descriptor.ts'
import { readAttribute, readFlag, requireAttribute } from './read-attribute.ts'
import { readContent } from './read-content.ts'
import { readDisks } from './read-disks.ts'
import { readEnvelope } from './read-envelope.ts'
import { readReferences } from './read-references.ts'
import { requireNew } from './require-new.ts'
import { requireShort } from './require-short.ts'
import { childOf, childrenOf, placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/**
 * Reads an OVF descriptor (DSP0243 1.x or 2.x) piece by piece, within the limits of `limits.ts`. Throws an
 * `AccessionError` (`accession.ovf.…`) that names the place of the first thing wrong, and then reads no further.
 */
export const readDescriptor = async (bytes: AsyncIterable<Uint8Array>): Promise<OvfDescriptor> => {
  const { version, root } = await readEnvelope(bytes)
  const textOf = createTextReader(root)
  const references = readReferences(root)
  const fileIds = new Set(references.map(({ id }) => id))
  refuseStrangeBundles(root, fileIds)
  const disks = readDisks(root, fileIds)
  const networks = readNetworks(root, textOf)
  const configurations = readConfigurations(root, textOf)
  const content = readContent(root, {
    textOf,
    fileIds,
    diskIds: new Set(disks.map(({ id }) => id)),
    networkNames: networks && new Set(networks.map(({ name }) => name.trim())),
    configuration: configurations.find(({ isDefault }) => isDefault)?.id,
  })
  const descriptor = {
    version,
    references,
    disks,
    networks: networks ?? [],
    configurations,
    content,
  }
  requireModest(descriptor)
  return descriptor
}

/** Refuses texts in files that are not among the references. */
const refuseStrangeBundles = (root: XmlElement, fileIds: ReadonlySet<string>): void => {
  for (const bundle of childrenOf(root, 'ovf:Strings')) {
    const fileRef = readAttribute(bundle, 'fileRef')
    if (fileRef !== undefined && !fileIds.has(fileRef))
      throw accessionError('accession.ovf.file_unknown', [
        ...placeOf(bundle),
        'A bundle of texts',
        shownName(fileRef),
      ])
  }
}

const readNetworks = (root: XmlElement, textOf: TextReader): readonly OvfNetwork[] | undefined => {
  const sections = childrenOf(root, 'ovf:NetworkSection')
  if (sections.length === 0) return undefined
  const elements = sections.flatMap((section) => childrenOf(section, 'ovf:Network'))
  requireShort(elements, 'networks')
  const names = new Set<string>()
  return elements.map((element) => {
    const name = requireAttribute(element, 'name')
    requireNew(names, name, element, 'Network')
    const description = textOf(childOf(element, 'ovf:Description'), limits.descriptionLengthMax)
    return present({ name, description })
  })
}

const readConfigurations = (root: XmlElement, textOf: TextReader): readonly OvfConfiguration[] => {
  const elements = childrenOf(root, 'ovf:DeploymentOptionSection').flatMap((section) =>
    childrenOf(section, 'ovf:Configuration'),
  )
  requireShort(elements, 'configurations')
  const ids = new Set<string>()
  const marked = elements.findIndex((element) => readFlag(element, 'default', false))
  return elements.map((element, index) => {
    const id = requireAttribute(element, 'id')
    requireNew(ids, id, element, 'Configuration')
    return present({
      id,
      label: textOf(childOf(element, 'ovf:Label'), limits.nameLengthMax),
      description: textOf(childOf(element, 'ovf:Description'), limits.descriptionLengthMax),
      // DSP0243: unless one is marked, the first one is the default.
      isDefault: index === Math.max(0, marked),
    })
  })
}

/** Refuses a descriptor of which more would have to be kept than a row of a catalog holds. */
const requireModest = (descriptor: OvfDescriptor): void => {
  const max = limits.descriptorFactsBytesMax
  const { length } = new TextEncoder().encode(JSON.stringify(descriptor))
  if (length > max) throw accessionError('accession.ovf.too_detailed', [max])
}
