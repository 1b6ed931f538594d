import type { Command } from 'commander'
import { withClient } from '../../server/with-client.ts'

const help = `
Once the command is done, nothing that the task does takes effect any more; what it had done by then stays.

Example:
  accession task cancel 01a20b5a-8cff-73dd-ba9f-d29ce54c225d`

/** Adds `task cancel`. */
export const addTaskCancel = (task: Command, signal: AbortSignal): void => {
  task
    .command('cancel')
    .description('Cancel a task that has not ended')
    .argument('<task>', 'its id')
    .addHelpText('after', help)
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        await client.task.cancel({ task: id }, { signal })
        output.result({ id }, () => [`Cancelled task ${id}`])
      }),
    )
}
