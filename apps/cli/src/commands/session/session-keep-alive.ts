import { InvalidArgumentError, type Command } from 'commander'
import { getSession } from '../../server/get-sessions.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
An ACTIVE session expires when nothing happens to it for a while; this is something that happens.

Examples:
  accession session keep-alive 01a20b5a-8cff-73dd-ba9f-d29ce54c225d
  accession session keep-alive 01a20b5a-8cff-73dd-ba9f-d29ce54c225d --progress 40`

/** Adds `session keep-alive`. */
export const addSessionKeepAlive = (session: Command, signal: AbortSignal): void => {
  session
    .command('keep-alive')
    .description('Push the expiry of an ACTIVE update session')
    .argument('<session>', 'its id')
    .option('--progress <percent>', 'how far it is; what is less than before is ignored', percent)
    .addHelpText('after', help)
    .action((id: string, { progress }: { progress?: number }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const input = {
          update_session_id: id,
          ...(progress !== undefined && { client_progress: progress }),
        }
        await client.updateSession.keep_alive(input, { signal })
        const found = await getSession(client, id, signal)
        output.result(found, () => [`Session ${id} expires ${found.expiration_time ?? 'later'}`])
      }),
    )
}

const percent = (text: string): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= 100) return value
  throw new InvalidArgumentError('It is a whole number from 0 to 100.')
}
