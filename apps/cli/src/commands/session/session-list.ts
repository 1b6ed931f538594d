import type { Command } from 'commander'
import { sessionTable } from '../../output/session-table.ts'
import { findItem } from '../../server/find-item.ts'
import { getSessions, listSessions, withPaths } from '../../server/get-sessions.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession session ls
  accession session ls images/ubuntu
  accession session ls --output ids`

/** Adds `session ls`. */
export const addSessionList = (session: Command, signal: AbortSignal): void => {
  session
    .command('ls')
    .description('List your update sessions, of one item or all')
    .argument('[item]', 'LIBRARY/ITEM, or its id')
    .addHelpText('after', help)
    .action((name: string | undefined, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const item = name === undefined ? undefined : await findItem(client, name, signal)
        const ids = await listSessions(client, item?.id, signal)
        const found = await getSessions(client, ids, signal)
        const sessions = await withPaths(client, found, signal)
        if (sessions.length === 0) output.note('You have no update sessions.')
        output.result(sessions, () => sessionTable(sessions))
      }),
    )
}
