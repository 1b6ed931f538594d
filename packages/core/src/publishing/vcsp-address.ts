/** The folder of an item, from `lib.json` on: its id, since a name may be anything. */
const itemFolder = (itemId: string): string => itemId

/** The address of an item's own document, from `lib.json` on. */
export const itemHref = (itemId: string): string => `${itemFolder(itemId)}/item.json`

/**
 * The address of a file, from `lib.json` on. It carries the generation, so what stands behind it never
 * changes.
 */
export const fileHref = (itemId: string, generation: number, name: string): string =>
  `${itemFolder(itemId)}/${generation}/${encodeSegment(name)}`

/**
 * One segment of a path, with everything encoded that RFC 3986 has a meaning for: subscribers of all
 * kinds read these. A name of dots alone would be taken for a folder, but no file has one.
 */
const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** The generation that a segment of an address names; undefined where it names none. */
export const readGeneration = (segment: string): number | undefined => {
  const number = /^[1-9]\d{0,15}$/.test(segment) ? Number(segment) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}
