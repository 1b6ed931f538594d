/** An item's name, and that of the library it is in. */
export interface ItemPath {
  readonly library: string
  readonly item: string
}

/** Every way to read `LIBRARY/ITEM`: names may hold slashes; the longest library comes first. */
export const readPath = (text: string): readonly ItemPath[] =>
  [...text.matchAll(/(?<=.)\/(?=.)/gs)]
    .map(({ index }) => ({ library: text.slice(0, index), item: text.slice(index + 1) }))
    .toReversed()
