/** Something that waits until a test lets it go on. */
export const held = () => {
  const released = new AbortController()
  let hasBegun = false
  return {
    hasBegun: () => hasBegun,
    release: () => released.abort(),
    wait: async () => {
      hasBegun = true
      await new Promise<void>((resolve) => {
        if (released.signal.aborted) resolve()
        else released.signal.addEventListener('abort', () => resolve())
      })
    },
  }
}
