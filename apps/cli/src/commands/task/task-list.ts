import { taskStatus, type TaskStatus } from '@accession/core/contract'
import { Option, type Command } from 'commander'
import { table } from '../../output/table.ts'
import { findTasks, findTaskTarget, taskSays } from '../../server/find-tasks.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
The last one began last. A server tells of 1,000 at most, the earlier ones first, and forgets those that have ended
after a while: name a library, an item or a state where there are many.

Examples:
  accession task ls
  accession task ls mirror
  accession task ls images/ubuntu --status FAILED --json`

interface ListOptions {
  readonly status?: readonly TaskStatus[]
}

/** Adds `task ls`. */
export const addTaskList = (task: Command, signal: AbortSignal): void => {
  task
    .command('ls')
    .description('List tasks, with why they failed or what they wait for')
    .argument('[target]', 'those of a library or an item: LIBRARY, LIBRARY/ITEM, or an id')
    .addOption(
      new Option('--status <status...>', 'those in these states').choices(taskStatus.values),
    )
    .addHelpText('after', help)
    .action((text: string | undefined, { status }: ListOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const target = text === undefined ? undefined : await findTaskTarget(client, text, signal)
        const tasks = await findTasks(client, { target, status }, signal)
        if (tasks.length === 0) output.note('There are no tasks.')
        output.result(tasks, () =>
          table(
            ['TASK', 'STATUS', 'BEGUN', 'WHAT', 'SAYS'],
            tasks.map((one) => [
              one.id,
              one.status,
              one.start_time ?? '',
              one.description.default_message,
              taskSays(one),
            ]),
          ),
        )
      }),
    )
}
