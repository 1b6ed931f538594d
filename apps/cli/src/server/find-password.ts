import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ServerOptions } from './server-options.ts'

/** The user's password: from the standard input if asked, from the environment, or asked for. */
export const findPassword = async (
  { passwordStdin = false, server, user }: ServerOptions,
  signal: AbortSignal,
): Promise<string> => {
  if (passwordStdin) return (await text(process.stdin)).replace(/\r?\n$/, '')
  const given = process.env['ACCESSION_PASSWORD']
  if (given) return given
  if (process.stdin.isTTY && process.stderr.isTTY)
    return ask(`Password of ${user} on ${server}: `, signal)
  throw new CommandError(
    `There is no password for ${user} on ${server}: set ACCESSION_PASSWORD, or send it with --password-stdin.`,
    exitCodes.notAllowed,
  )
}

const ask = (question: string, signal: AbortSignal): Promise<string> => {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
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
