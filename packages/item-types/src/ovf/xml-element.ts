/**
 * An element of a descriptor. Names carry prefixes of our own, given by the namespaces' URIs: `ovf:File`,
 * `rasd:Parent`, whatever the file calls them.
 */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Its own text, that of its children not counted. */
  readonly text: string
  /** Where it begins, both counted from 1. */
  readonly line: number
  readonly column: number
}

/** The children of a name, in their order. */
export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name)

/** The first child of a name. */
export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name)

/** Line and column of an element, the first arguments of messages about it. */
export const placeOf = ({ line, column }: XmlElement): readonly [number, number] => [line, column]
