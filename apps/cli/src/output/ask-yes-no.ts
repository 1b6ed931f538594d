import { createInterface } from 'node:readline/promises'

/** Asks a question on the terminal; anything but a yes is a no. */
export const askYesNo = async (question: string, signal: AbortSignal): Promise<boolean> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  // In this mode the terminal hands Ctrl-C to the reader instead of the process.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim())
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    lines.close()
  }
}
