import { decodedNames } from './decoded-names.ts'
import type { ManifestEntry } from './read-manifest.ts'

/** A manifest, and the name of its own file. */
export interface NamedManifest {
  readonly name: string
  readonly entries: readonly ManifestEntry[]
}

/**
 * What a manifest says, by the names of the files that are there: a percent-encoded name is that of the decoded
 * file where none of the literal name is there. A line about the manifest itself can say nothing, and is left
 * out: `openssl sha256 * >box.mf` writes one, with the digest of the empty file that it was then.
 */
export const entriesAmong = (
  { name: ownName, entries }: NamedManifest,
  isThere: (name: string) => boolean,
): readonly ManifestEntry[] => {
  const others = entries.filter(({ name }) => name !== ownName)
  const decoded = decodedNames(others.map(({ name }) => name))
  return others.map((entry) => {
    const name = decoded.get(entry.name)
    return name !== undefined && !isThere(entry.name) && isThere(name) ? { ...entry, name } : entry
  })
}
