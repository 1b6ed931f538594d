/** Whether an `If-None-Match` names the tag, weak or not. */
export const isTagListed = (header: string | null, tag: string): boolean => {
  if (header === null) return false
  if (header === tag || header.trim() === '*') return true
  return [...header.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, listed]) => listed === tag)
}

/** Whether an `If-Range` lets a part be answered: no header, or the very tag. Dates never match. */
export const allowsRange = (header: string | null, tag: string): boolean =>
  header === null || header.trim() === tag
