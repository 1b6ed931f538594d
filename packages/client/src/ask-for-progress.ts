import type { Sending } from './send-file.ts'

const askEveryMs = 2_000

/**
 * `fetch` does not tell how far a Blob has come, so the server is asked, until the answered timer is
 * cleared. One that answers, but does not count while it receives, is taken to receive.
 */
export const askForProgress = (
  { client, sessionId, file, counter, moved, signal }: Sending,
  { isCounted = true } = {},
): ReturnType<typeof setInterval> => {
  const input = { update_session_id: sessionId, file_name: file.name }
  let received = 0
  let isAsking = false
  return setInterval(() => {
    if (isAsking) return
    isAsking = true
    client.updateSessionFile
      .get(input, { signal })
      .then(({ bytes_transferred: count }) => {
        if (!isCounted || received === 0 || count > received) moved()
        if (isCounted && count > received && count <= file.size) counter.set(count)
        received = Math.max(received, count)
      })
      // The upload itself tells what is wrong; without answers it is given up as idle.
      .catch(() => undefined)
      .finally(() => {
        isAsking = false
      })
  }, askEveryMs)
}
