import type { Command } from 'commander'
import { printable } from '../../output/printable.ts'
import { sessionFileTable, sessionTable } from '../../output/session-table.ts'
import { getSession, withPaths } from '../../server/get-sessions.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Example:
  accession session show 01a20b5a-8cff-73dd-ba9f-d29ce54c225d`

/** Adds `session show`. */
export const addSessionShow = (session: Command, signal: AbortSignal): void => {
  session
    .command('show')
    .description('Show an update session and its files')
    .argument('<session>', 'its id')
    .addHelpText('after', help)
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await getSession(client, id, signal)
        const [shown = found] = await withPaths(client, [found], signal)
        const files = await client.updateSessionFile.list({ update_session_id: id }, { signal })
        output.result({ ...shown, files }, () => [
          ...sessionTable([shown]),
          ...(found.error_message ? ['', printable(found.error_message.default_message)] : []),
          ...(files.length > 0 ? [''] : []),
          ...sessionFileTable(files),
        ])
      }),
    )
}
