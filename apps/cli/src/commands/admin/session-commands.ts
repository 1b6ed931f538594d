import type { Command } from 'commander'
import { table } from '../../output/table.ts'
import { addAdminOptions } from './admin-options.ts'
import { withAdmin } from './with-admin.ts'

interface SessionOptions {
  readonly all?: boolean
  readonly by?: string
  readonly item?: string
}

const help = `
An ACTIVE session blocks its item for everybody else until it ends or expires.

Examples:
  accession admin session ls --item images/ubuntu
  accession admin session ls --all --by ci@example.com`

/** Adds `admin session ls`. */
export const addAdminSessionCommands = (admin: Command, signal: AbortSignal): void => {
  const session = admin.command('session').description('Look at the update sessions of all users')
  addAdminOptions(session.command('ls'))
    .description('List the ACTIVE update sessions of all users')
    .option('--all', 'those that have ended as well')
    .option('--by <user>', 'those of one user')
    .option('--item <item>', 'those of one item: LIBRARY/ITEM, or its id')
    .addHelpText('after', help)
    .action(({ all, by, item }: SessionOptions, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        const filter = { isAll: all ?? false, user: by, item }
        const sessions = await opened.listSessions(filter)
        const shown = sessions.map((each) => ({
          id: each.id,
          state: each.state,
          user: each.userName,
          item: each.item,
          item_id: each.itemId,
          progress: each.clientProgress,
          created: new Date(each.createdAt).toISOString(),
          expires: new Date(each.expiresAt).toISOString(),
        }))
        if (shown.length === 0) output.note('There are no such update sessions.')
        output.result(shown, () =>
          table(
            ['SESSION', 'STATE', 'USER', 'ITEM', 'PROGRESS', 'EXPIRES'],
            shown.map((each) => [
              each.id,
              each.state,
              each.user,
              each.item,
              `${each.progress}%`,
              each.expires,
            ]),
          ),
        )
      }),
    )
}
