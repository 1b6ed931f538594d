import { limits } from '../../limits.ts'
import { refusedDocument } from './refused-document.ts'
import type { DocumentName } from './refused-document.ts'

/** An object of a document, as nobody has looked at it yet. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * Reads the bytes of a document as JSON, whose outermost value is an object. Throws
 * `accession.subscription.document_refused` for bytes that are no UTF-8, no JSON, or nested deeper
 * than `limits.jsonDepthMax`.
 */
export const readJson = (document: DocumentName, bytes: Uint8Array): Fields => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw refusedDocument(document, 'it is not UTF-8', cause)
  }
  if (isTooDeep(text)) {
    throw refusedDocument(document, `it is nested deeper than ${limits.jsonDepthMax} levels`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw refusedDocument(document, 'it is not JSON', cause)
  }
  if (!isFields(value)) throw refusedDocument(document, 'it is not a JSON object')
  return value
}

/** Whether a value is a JSON object. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const quote = 0x22
const backslash = 0x5c
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d

/** Looked at before parsing, so that no parser meets a depth that somebody else has chosen. */
const isTooDeep = (text: string): boolean => {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) index = endOfText(text, index)
    else if (code === openList || code === openObject) {
      if (++depth > limits.jsonDepthMax) return true
    } else if (code === closeList || code === closeObject) depth--
  }
  return false
}

/** Where a text that begins at a quotation mark ends. */
const endOfText = (text: string, start: number): number => {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === backslash) index++
    else if (code === quote) return index
  }
  return text.length
}
