/** How a file name ends, in lower case: from its last dot on, `.mf`; empty where it has none. */
export const nameEndingOf = (name: string): string => {
  const dot = name.lastIndexOf('.')
  return dot === -1 ? '' : name.slice(dot).toLowerCase()
}
