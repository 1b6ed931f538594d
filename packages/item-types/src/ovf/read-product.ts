import { limits } from '../limits.ts'
import { present } from '../present.ts'
import { cutText } from './cut-text.ts'
import type { TextReader } from './create-text-reader.ts'
import type { OvfProduct, OvfProperty } from './ovf-descriptor.ts'
import { readAttribute, readFlag, requireAttribute } from './read-attribute.ts'
import { requireShort } from './require-short.ts'
import { childOf, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** A ProductSection: what is installed, and its properties. */
export const readProduct = (section: XmlElement, textOf: TextReader): OvfProduct => {
  const text = (name: string) => textOf(childOf(section, `ovf:${name}`), limits.nameLengthMax)
  return present({
    class: readAttribute(section, 'class') || undefined,
    instance: readAttribute(section, 'instance') || undefined,
    name: text('Product'),
    vendor: text('Vendor'),
    version: text('Version'),
    fullVersion: text('FullVersion'),
    productUrl: text('ProductUrl'),
    vendorUrl: text('VendorUrl'),
    properties: readProperties(section, textOf),
  })
}

const readProperties = (section: XmlElement, textOf: TextReader): readonly OvfProperty[] => {
  requireShort(childrenOf(section, 'ovf:Property'), 'properties of one product')
  const properties: OvfProperty[] = []
  // A category is that of the properties after it.
  let category: string | undefined
  for (const element of section.children) {
    if (element.name === 'ovf:Category') category = textOf(element, limits.nameLengthMax)
    if (element.name === 'ovf:Property') properties.push(readProperty(element, category, textOf))
  }
  return properties
}

/** Keys that people give to what nobody should read, also where they forget to mark it. */
const secretKey = /passw(?:or)?d|passphrase|secret|private.?key/i

const readProperty = (
  element: XmlElement,
  category: string | undefined,
  textOf: TextReader,
): OvfProperty => {
  const key = requireAttribute(element, 'key')
  const type = readAttribute(element, 'type')?.trim() || 'string'
  const isPassword =
    readFlag(element, 'password', false) || /^password/i.test(type) || secretKey.test(key)
  return present({
    key,
    type,
    label: textOf(childOf(element, 'ovf:Label'), limits.nameLengthMax),
    description: textOf(childOf(element, 'ovf:Description'), limits.descriptionLengthMax),
    category,
    isUserConfigurable: readFlag(element, 'userConfigurable', false),
    isPassword,
    value: isPassword ? undefined : defaultOf(element),
  })
}

/** The default value, which may be longer than a name; a long one is cut. */
const defaultOf = (element: XmlElement): string | undefined =>
  cutText(element.attributes.get('ovf:value') ?? '', limits.descriptionLengthMax) || undefined
