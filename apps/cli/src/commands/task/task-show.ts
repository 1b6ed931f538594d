import type { TaskInfo } from '@accession/core/contract'
import type { Command } from 'commander'
import { properties } from '../../output/properties.ts'
import { taskSays } from '../../server/find-tasks.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession task show 01a20b5a-8cff-73dd-ba9f-d29ce54c225d
  accession task show 01a20b5a-8cff-73dd-ba9f-d29ce54c225d --output yaml`

/** Adds `task show`. */
export const addTaskShow = (task: Command, signal: AbortSignal): void => {
  task
    .command('show')
    .description('Show a task: how far it is, or why it failed')
    .argument('<task>', 'its id')
    .addHelpText('after', help)
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await client.task.get({ task: id }, { signal })
        output.result({ id, ...found }, () =>
          properties({
            Task: id,
            What: found.description.default_message,
            Status: found.status,
            Says: taskSays(found),
            Progress: progressOf(found),
            'Works on': found.target && `${kindOf(found.target.type)} ${found.target.id}`,
            'Begun by': found.user,
            Begun: found.start_time,
            Ended: found.end_time,
            Cancelable: found.cancelable && isLive(found) ? 'yes' : undefined,
          }),
        )
      }),
    )
}

/** In the unit of the task, mostly bytes. */
const progressOf = ({ progress }: TaskInfo): string | undefined =>
  progress && progress.total > 0 ? `${progress.completed} of ${progress.total}` : undefined

const kindOf = (type: string): string =>
  type === 'com.vmware.content.Library' ? 'library' : 'item'

const isLive = ({ status }: TaskInfo): boolean => status !== 'SUCCEEDED' && status !== 'FAILED'
