import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks something on the terminal without showing the answer. */
export const askSecretly = (question: string, signal: AbortSignal): Promise<string> => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  // Only now, as the terminal no longer shows what is typed.
  process.stderr.write(question)
  return new Promise<string>((resolve, reject) => {
    // In this mode the terminal hands Ctrl-C to the reader instead of the process.
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    lines.question('', resolve)
  }).finally(() => {
    lines.close()
    process.stderr.write('\n')
  })
}

/** Whether there is somebody to ask. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY
