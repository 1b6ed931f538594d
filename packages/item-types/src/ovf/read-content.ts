import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { present } from '../present.ts'
import { cutText } from './cut-text.ts'
import type { TextReader } from './create-text-reader.ts'
import type { OvfContent, OvfEula, OvfOperatingSystem } from './ovf-descriptor.ts'
import { readAttribute, readNumber, requireAttribute } from './read-attribute.ts'
import { readHardware } from './read-hardware.ts'
import { readProduct } from './read-product.ts'
import { requireNew } from './require-new.ts'
import { requireShort } from './require-short.ts'
import { childOf, childrenOf, placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** What the sections of a virtual system may refer to, and how their texts are read. */
export interface ContentContext {
  readonly textOf: TextReader
  readonly fileIds: ReadonlySet<string>
  readonly diskIds: ReadonlySet<string>
  /** Without blanks around them, as connections are read; unset where the descriptor has no NetworkSection. */
  readonly networkNames: ReadonlySet<string> | undefined
  /** The id of the configuration that is deployed unless another one is chosen. */
  readonly configuration: string | undefined
}

const systemName = 'ovf:VirtualSystem'
const collectionName = 'ovf:VirtualSystemCollection'

/** The one virtual system of an Envelope, or its collection with all that it holds. */
export const readContent = (root: XmlElement, context: ContentContext): OvfContent => {
  const [first, second] = contentOf(root)
  if (!first) throw accessionError('accession.ovf.no_virtual_system', [])
  if (second) {
    const what = second.name.replace(/^ovf:/, '')
    throw accessionError('accession.ovf.several_virtual_systems', [...placeOf(second), what])
  }
  return readEntity(first, context, { ids: new Set(), depth: 1 })
}

const contentOf = (element: XmlElement): readonly XmlElement[] =>
  element.children.filter(({ name }) => name === systemName || name === collectionName)

interface Progress {
  readonly ids: Set<string>
  readonly depth: number
}

const readEntity = (
  element: XmlElement,
  context: ContentContext,
  { ids, depth }: Progress,
): OvfContent => {
  const id = readId(element)
  requireNew(ids, id, element, 'virtual system')
  const max = limits.virtualSystemsMax
  if (ids.size > max)
    throw accessionError('accession.ovf.too_many', [...placeOf(element), 'virtual systems', max])
  const facts = readFacts(element, context)
  if (element.name === systemName) {
    return present({
      kind: 'system' as const,
      id,
      ...facts,
      operatingSystem: readOperatingSystem(element, context.textOf),
      hardware: readHardware(element, context),
    })
  }
  if (depth > limits.collectionDepthMax)
    throw accessionError('accession.ovf.too_deep', [...placeOf(element), limits.collectionDepthMax])
  const content = contentOf(element).map((child) =>
    readEntity(child, context, { ids, depth: depth + 1 }),
  )
  return { kind: 'collection', id, ...facts, content }
}

/** The id; that of a collection is its name where it has none, as VirtualBox writes the one of several machines. */
const readId = (element: XmlElement): string => {
  const name = element.name === collectionName ? readAttribute(element, 'name') : undefined
  return readAttribute(element, 'id') || name || requireAttribute(element, 'id')
}

const readFacts = (element: XmlElement, { textOf, fileIds }: ContentContext) => {
  const products = childrenOf(element, 'ovf:ProductSection')
  requireShort(products, 'products of one virtual system')
  for (const product of products) refuseStrangeIcons(product, fileIds)
  const annotation = childOf(element, 'ovf:AnnotationSection')
  return present({
    name: textOf(childOf(element, 'ovf:Name'), limits.nameLengthMax),
    annotation:
      annotation && textOf(childOf(annotation, 'ovf:Annotation'), limits.descriptionLengthMax),
    products: products.map((product) => readProduct(product, textOf)),
    eulas: readEulas(element, textOf),
  })
}

const refuseStrangeIcons = (product: XmlElement, fileIds: ReadonlySet<string>): void => {
  for (const icon of childrenOf(product, 'ovf:Icon')) {
    const fileRef = readAttribute(icon, 'fileRef')
    if (fileRef !== undefined && !fileIds.has(fileRef))
      throw accessionError('accession.ovf.file_unknown', [
        ...placeOf(icon),
        'An icon',
        shownName(fileRef),
      ])
  }
}

const readEulas = (element: XmlElement, textOf: TextReader): readonly OvfEula[] => {
  const sections = childrenOf(element, 'ovf:EulaSection')
  requireShort(sections, 'licences of one virtual system', limits.eulasMax)
  return sections.flatMap((section) => {
    const whole = textOf(childOf(section, 'ovf:License'), limits.descriptorTextLengthMax)
    if (whole === undefined) return []
    const text = cutText(whole, limits.eulaLengthMax)
    return [{ text, isCut: text.length < whole.length }]
  })
}

const readOperatingSystem = (
  element: XmlElement,
  textOf: TextReader,
): OvfOperatingSystem | undefined => {
  const section = childOf(element, 'ovf:OperatingSystemSection')
  if (!section) return undefined
  return present({
    id: readNumber(section, 'id', 65_535) ?? 0,
    version: readAttribute(section, 'version') || undefined,
    description: textOf(childOf(section, 'ovf:Description'), limits.nameLengthMax),
    vmwareType:
      cutText(section.attributes.get('vmw:osType') ?? '', limits.nameLengthMax) || undefined,
  })
}
