import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** A short attribute of OVF's; longer than names may be, and it is refused. */
export const readAttribute = (element: XmlElement, name: string): string | undefined => {
  const value = element.attributes.get(`ovf:${name}`)
  const { nameLengthMax } = limits
  if (value !== undefined && value.length > nameLengthMax) {
    const what = `Attribute ovf:${name}`
    throw accessionError('accession.ovf.text_too_long', [...placeOf(element), what, nameLengthMax])
  }
  return value
}

/** An attribute that OVF demands; empty counts as missing. */
export const requireAttribute = (element: XmlElement, name: string): string => {
  const value = readAttribute(element, name)
  if (value) return value
  const what = element.name.replace(/^ovf:/, '')
  throw accessionError('accession.ovf.attribute_missing', [...placeOf(element), what, name])
}

/** An attribute that is a whole number of at most `max`. */
export const readNumber = (element: XmlElement, name: string, max: number): number | undefined => {
  const text = readAttribute(element, name)?.trim()
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= max) return number
  const what = element.name.replace(/^ovf:/, '')
  const args = [`ovf:${name}`, what, shownName(text), max] as const
  throw accessionError('accession.ovf.number_invalid', [...placeOf(element), ...args])
}

/** A yes or no as XML Schema spells it. */
export const readFlag = (element: XmlElement, name: string, unset: boolean): boolean => {
  const text = readAttribute(element, name)?.trim()
  return text === undefined || text === '' ? unset : text === 'true' || text === '1'
}
