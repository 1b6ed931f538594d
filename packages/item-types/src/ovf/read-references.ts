import { fileNameFault, shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { present } from '../present.ts'
import { countOf } from './files-of.ts'
import type { OvfFile } from './ovf-descriptor.ts'
import { readAttribute, readNumber, requireAttribute } from './read-attribute.ts'
import { requireNew } from './require-new.ts'
import { requireShort } from './require-short.ts'
import { withoutHere } from './without-here.ts'
import { childrenOf, placeOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** The files that a descriptor refers to, each of a name that may stand beside it. */
export const readReferences = (root: XmlElement): readonly OvfFile[] => {
  const elements = childrenOf(root, 'ovf:References').flatMap((references) =>
    childrenOf(references, 'ovf:File'),
  )
  requireShort(elements, 'files')
  const ids = new Set<string>()
  const hrefs = new Set<string>()
  let count = 0
  return elements.map((element) => {
    const file = readFile(element)
    count += countOf(file)
    const max = limits.packageFilesMax
    if (count > max)
      throw accessionError('accession.ovf.too_many', [...placeOf(element), 'pieces of files', max])
    requireNew(ids, file.id, element, 'File')
    if (hrefs.has(file.href))
      throw accessionError('accession.ovf.href_taken', [...placeOf(element), shownName(file.href)])
    hrefs.add(file.href)
    return file
  })
}

const readFile = (element: XmlElement): OvfFile => {
  const file = {
    id: requireAttribute(element, 'id'),
    href: readHref(element),
    size: readNumber(element, 'size', limits.fileBytesMax),
    compression: readCompression(element),
    chunkSize: readNumber(element, 'chunkSize', limits.fileBytesMax),
  }
  const fault = chunksFault(file)
  if (fault)
    throw accessionError('accession.ovf.chunks_invalid', [
      ...placeOf(element),
      shownName(file.href),
      fault,
    ])
  return present(file)
}

/** A name beside the descriptor: what OVF would let point elsewhere cannot be part of an item. */
const readHref = (element: XmlElement): string => {
  const href = withoutHere(requireAttribute(element, 'href'))
  const fault = /^[a-z][a-z\d+.-]*:/i.test(href) ? 'it is a URL' : fileNameFault(href)
  if (fault)
    throw accessionError('accession.ovf.href_invalid', [
      ...placeOf(element),
      shownName(href),
      fault,
    ])
  return href
}

const readCompression = (element: XmlElement): 'gzip' | undefined => {
  const name = readAttribute(element, 'compression')?.trim()
  if (name === 'gzip') return name
  if (name === undefined || name === '' || name === 'identity') return undefined
  const href = shownName(element.attributes.get('ovf:href') ?? '')
  throw accessionError('accession.ovf.compression_unknown', [
    ...placeOf(element),
    href,
    shownName(name),
  ])
}

interface Chunks {
  readonly href: string
  readonly size: number | undefined
  readonly chunkSize: number | undefined
}

const chunksFault = ({ href, size, chunkSize }: Chunks): string | undefined => {
  const { packageFilesMax } = limits
  if (chunkSize === undefined) return undefined
  if (chunkSize === 0) return 'pieces of no bytes'
  if (size === undefined) return 'its size is missing, without which nobody knows how many'
  if (size / chunkSize > packageFilesMax) return `these are more than ${packageFilesMax}`
  return fileNameFault(`${href}.000000000`)
}
