/**
 * Time as `read` shows it, but never back: after a leap back it goes on at half speed until it has
 * been caught up, so that whatever waits for a time waits twice as long at most, and not for hours.
 */
export const steadyTime = (read: () => number, elapsed: () => number): (() => number) => {
  let latest = read()
  let lookedAt = elapsed()
  return () => {
    const lookAt = elapsed()
    latest = Math.max(read(), latest + (lookAt - lookedAt) / 2)
    lookedAt = lookAt
    return Math.floor(latest)
  }
}
