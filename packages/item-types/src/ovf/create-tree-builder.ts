import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { SaxesParser } from 'saxes'
import { limits } from '../limits.ts'
import { attributePrefix, elementPrefix, envelopeVersions } from './ovf-namespaces.ts'
import type { XmlElement } from './xml-element.ts'

/** The Envelope of a descriptor, and the version of OVF that its namespace stands for. */
export interface Envelope {
  readonly version: 1 | 2
  readonly root: XmlElement
}

/** Takes a descriptor piece by piece; each step throws what is wrong by then. */
export interface TreeBuilder {
  write(text: string): void
  /** After the last piece. */
  end(): Envelope
}

interface OpenElement extends XmlElement {
  text: string
  readonly children: XmlElement[]
}

/** Builds the tree of a descriptor within limits, of the elements that OVF knows. */
export const createTreeBuilder = (): TreeBuilder => {
  const parser = new SaxesParser({ xmlns: true })
  /** The elements that are open; undefined are those that are passed over, with all inside them. */
  const open: (OpenElement | undefined)[] = []
  let envelope: string | undefined
  let root: OpenElement | undefined
  let start = { line: 1, column: 1 }
  const counts = { elements: 0, attributes: 0, ofElement: 0 }

  const here = () => [parser.line, parser.column + 1] as const
  const limit = (count: number, max: number, what: string) => {
    if (count > max) throw accessionError('accession.ovf.too_many', [...here(), what, max])
  }
  const limitText = (text: string, what: string) => {
    const max = limits.descriptorTextLengthMax
    if (text.length > max)
      throw accessionError('accession.ovf.text_too_long', [...here(), shownName(what), max])
  }

  parser.on('error', ({ message }) => {
    const reason = message.replace(/^\d+:\d+: /, '').slice(0, 120)
    throw accessionError('accession.ovf.malformed', [...here(), printable(reason)])
  })
  parser.on('doctype', () => {
    throw accessionError('accession.ovf.doctype', here())
  })
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (!/^(?:utf-?8|us-ascii|ascii)$/i.test(encoding))
      throw accessionError('accession.ovf.not_unicode', [`it declares ${shownName(encoding)}`])
  })

  parser.on('opentagstart', ({ name }) => {
    counts.elements++
    counts.ofElement = 0
    limit(counts.elements, limits.descriptorElementsMax, 'elements')
    if (open.length >= limits.descriptorDepthMax)
      throw accessionError('accession.ovf.too_deep', [...here(), limits.descriptorDepthMax])
    // The parser stands behind the character that ended the name: where that was a line's end, one line on.
    const column = parser.column - name.length - 1
    start = column > 0 ? { line: parser.line, column } : { line: parser.line - 1, column: 1 }
  })
  parser.on('attribute', ({ name, value }) => {
    counts.attributes++
    counts.ofElement++
    limit(counts.attributes, limits.descriptorAttributesMax, 'attributes')
    limit(counts.ofElement, limits.attributesPerElementMax, 'attributes in one element')
    limitText(value, name)
  })
  parser.on('opentag', (tag) => {
    if (envelope === undefined) {
      if (tag.local !== 'Envelope' || !envelopeVersions.has(tag.uri)) {
        const found = `${shownName(tag.local)} of ${tag.uri === '' ? 'no namespace' : shownName(tag.uri)}`
        throw accessionError('accession.ovf.not_an_envelope', [start.line, start.column, found])
      }
      envelope = tag.uri
    }
    const parent = open.at(-1)
    const prefix = elementPrefix(tag.uri, envelope)
    if (prefix === undefined || (open.length > 0 && parent === undefined)) {
      open.push(undefined)
      return
    }
    const element: OpenElement = {
      name: `${prefix}:${tag.local}`,
      attributes: attributesOf(Object.values(tag.attributes), envelope),
      children: [],
      text: '',
      ...start,
    }
    parent?.children.push(element)
    root ??= element
    open.push(element)
  })
  const addText = (text: string) => {
    const element = open.at(-1)
    if (!element) return
    element.text += text
    limitText(element.text, element.name)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    open.pop()
  })

  return {
    write(text) {
      parser.write(text)
    },
    end() {
      parser.close()
      const version = envelopeVersions.get(envelope ?? '')
      // The parser has refused a text without a root by now.
      if (!root || !version) throw accessionError('accession.ovf.empty', [])
      return { version, root }
    },
  }
}

interface ParsedAttribute {
  readonly uri: string
  readonly local: string
  readonly value: string
}

const attributesOf = (
  attributes: readonly ParsedAttribute[],
  envelope: string,
): ReadonlyMap<string, string> => {
  const kept = new Map<string, string>()
  for (const { uri, local, value } of attributes) {
    const prefix = attributePrefix(uri, envelope)
    if (prefix !== undefined) kept.set(`${prefix}:${local}`, value)
  }
  return kept
}

const printable = (text: string): string => text.replaceAll(/[\p{Control}\p{Surrogate}]/gu, '?')
