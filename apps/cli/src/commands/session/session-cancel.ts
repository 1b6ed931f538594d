import type { Command } from 'commander'
import { withClient } from '../../server/with-client.ts'

const help = `
Example:
  accession session cancel 01a20b5a-8cff-73dd-ba9f-d29ce54c225d`

/** Adds `session cancel`. */
export const addSessionCancel = (session: Command, signal: AbortSignal): void => {
  session
    .command('cancel')
    .description('Cancel an ACTIVE update session: nothing of it reaches its item')
    .argument('<session>', 'its id')
    .addHelpText('after', help)
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        await client.updateSession.cancel({ update_session_id: id }, { signal })
        output.result({ id, state: 'CANCELED' }, () => [`Cancelled session ${id}`])
      }),
    )
}
