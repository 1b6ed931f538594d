import type { Command } from 'commander'
import { withClient } from '../../server/with-client.ts'

const help = `
Nothing of the session reaches its item; whoever looks at the session finds the message.

Example:
  accession session fail 01a20b5a-8cff-73dd-ba9f-d29ce54c225d --message 'The build was withdrawn'`

/** Adds `session fail`. */
export const addSessionFail = (session: Command, signal: AbortSignal): void => {
  session
    .command('fail')
    .description('End an ACTIVE update session as an ERROR, with the reason')
    .argument('<session>', 'its id')
    .requiredOption('-m, --message <text>', 'why it failed')
    .addHelpText('after', help)
    .action((id: string, { message }: { message: string }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const input = { update_session_id: id, client_error_message: message }
        await client.updateSession.fail(input, { signal })
        output.result({ id, state: 'ERROR' }, () => [`Failed session ${id}`])
      }),
    )
}
