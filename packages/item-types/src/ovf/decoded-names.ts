import { fileNameFault } from '@accession/core/contract'

/**
 * The names that percent-encoded ones stand for, by these: hrefs, which are references of a URI (DSP0243), and
 * what programs copy from them into manifests. Only names that a file beside a descriptor may have, decoded
 * once, that no other of the names means.
 */
export const decodedNames = (names: readonly string[]): ReadonlyMap<string, string> => {
  const taken = new Set(names)
  const shared = new Set<string>()
  const decoded = new Map<string, string>()
  for (const encoded of new Set(names)) {
    const name = encoded.includes('%') ? decode(encoded) : undefined
    if (name === undefined || fileNameFault(name) !== undefined) continue
    if (taken.has(name)) shared.add(name)
    taken.add(name)
    decoded.set(encoded, name)
  }
  return new Map([...decoded].filter(([, name]) => !shared.has(name)))
}

const decode = (encoded: string): string | undefined => {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
