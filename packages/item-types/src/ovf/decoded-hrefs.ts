import { fileNameFault } from '@accession/core/contract'
import type { OvfFile } from './ovf-descriptor.ts'

/**
 * The names that hrefs stand for where they are read as references of a URI (DSP0243), by the hrefs that
 * are percent-encoded. Only names that a file beside a descriptor may have, decoded once, that no other href means.
 */
export const decodedHrefs = (
  references: readonly Pick<OvfFile, 'href'>[],
): ReadonlyMap<string, string> => {
  const taken = new Set(references.map(({ href }) => href))
  const shared = new Set<string>()
  const decoded = new Map<string, string>()
  for (const { href } of references) {
    const name = decode(href)
    if (name === undefined || name === href || fileNameFault(name) !== undefined) continue
    if (taken.has(name)) shared.add(name)
    taken.add(name)
    decoded.set(href, name)
  }
  return new Map([...decoded].filter(([, name]) => !shared.has(name)))
}

const decode = (href: string): string | undefined => {
  try {
    return decodeURIComponent(href)
  } catch {
    return undefined
  }
}
