import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from './server-process.ts'

const patienceMs = 30_000

/** Asks an address until it answers; throws where the process has ended, or after half a minute. */
export const waitForAnswer = async (
  { child }: Pick<ServerProcess, 'child'>,
  url: string,
  everyMs = 20,
): Promise<void> => {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server of ${url} has ended`)
    const answered = await fetch(url).then(
      async (response) => {
        await response.arrayBuffer()
        return true
      },
      () => false,
    )
    if (answered) return
    await sleep(everyMs)
  }
  throw new Error(`${url} does not answer`)
}
