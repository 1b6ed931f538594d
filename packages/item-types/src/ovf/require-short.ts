import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** Refuses a list that is longer than it may be, at the first element too many. */
export const requireShort = (
  elements: readonly XmlElement[],
  what: string,
  max: number = limits.descriptorListMax,
): void => {
  const first = elements[max]
  if (first) throw accessionError('accession.ovf.too_many', [...placeOf(first), what, max])
}
