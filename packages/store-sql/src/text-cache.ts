/** Texts of a shape are written once; domain code has far fewer shapes than are kept. */
const textsMax = 1000

/** Keeps what was made for a key; when there are too many it starts anew. */
export const createTextCache = <T>(): ((key: string, make: () => T) => T) => {
  const made = new Map<string, T>()
  return (key, make) => {
    const known = made.get(key)
    if (known !== undefined) return known
    if (made.size >= textsMax) made.clear()
    const value = make()
    made.set(key, value)
    return value
  }
}
