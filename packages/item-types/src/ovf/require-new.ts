import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** Refuses an id that another element of the kind has, and remembers it. */
export const requireNew = (
  taken: Set<string>,
  id: string,
  element: XmlElement,
  what: string,
): void => {
  if (taken.has(id))
    throw accessionError('accession.ovf.id_taken', [...placeOf(element), what, shownName(id)])
  taken.add(id)
}
