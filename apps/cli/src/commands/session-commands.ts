import { isApiError } from '@accession/client'
import type { Client } from '@accession/client'
import type { Command } from 'commander'
import { CommandError } from '../command-error.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { table } from '../output/table.ts'
import { findItem } from '../server/find-item.ts'
import { getAll } from '../server/get-all.ts'
import { withClient } from '../server/with-client.ts'

/** Adds `session ls|show|cancel|rm`. */
export const addSessionCommands = (program: Command, signal: AbortSignal): void => {
  const session = program.command('session').description('Look at and end your update sessions')
  session
    .command('ls')
    .description('List your update sessions, of one item or all')
    .argument('[item]', 'LIBRARY/ITEM, or its id')
    .action((name: string | undefined, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const item = name === undefined ? undefined : await findItem(client, name, signal)
        const filter = item ? { library_item_id: item.id } : {}
        const ids = await client.updateSession.list(filter, { signal })
        const sessions = await getAll(ids, (id) => getSession(client, id, signal))
        output.result(sessions, () =>
          table(
            ['SESSION', 'STATE', 'PROGRESS', 'EXPIRES', 'ITEM ID'],
            sessions.map((one) => [
              one.id,
              one.state ?? '',
              `${one.client_progress ?? 0}%`,
              one.expiration_time ?? '',
              one.library_item_id ?? '',
            ]),
          ),
        )
      }),
    )
  session
    .command('show')
    .description('Show an update session and its files')
    .argument('<session>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await getSession(client, id, signal)
        const files = await client.updateSessionFile.list({ update_session_id: id }, { signal })
        output.result({ ...found, files }, () => [
          ...table(
            ['SESSION', 'STATE', 'PROGRESS', 'EXPIRES', 'ITEM ID'],
            [
              [
                id,
                found.state ?? '',
                `${found.client_progress ?? 0}%`,
                found.expiration_time ?? '',
                found.library_item_id ?? '',
              ],
            ],
          ),
          ...(found.error_message ? ['', found.error_message.default_message] : []),
          ...(files.length > 0 ? [''] : []),
          ...table(
            ['FILE', 'SOURCE', 'STATUS', 'RECEIVED', 'SIZE', 'ERROR'],
            files.map((file) => [
              file.name,
              file.source_type,
              file.status,
              formatBytes(file.bytes_transferred),
              file.size === undefined ? '' : formatBytes(file.size),
              file.error_message?.default_message ?? '',
            ]),
          ),
        ])
      }),
    )
  session
    .command('cancel')
    .description('Cancel an ACTIVE update session: nothing of it reaches its item')
    .argument('<session>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        await client.updateSession.cancel({ update_session_id: id }, { signal })
        output.result({ id, state: 'CANCELED' }, () => [`Cancelled session ${id}`])
      }),
    )
  session
    .command('rm')
    .description('Remove an update session that has ended')
    .argument('<session>', 'its id')
    .option('-f, --force', 'cancel it first when it is still ACTIVE')
    .action((id: string, { force = false }: { force?: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        await removeSession(client, id, force, signal)
        output.result({ id }, () => [`Removed session ${id}`])
      }),
    )
}

const getSession = async (client: Client, id: string, signal: AbortSignal) => ({
  ...(await client.updateSession.get({ update_session_id: id }, { signal })),
  id,
})

const removeSession = async (
  client: Client,
  id: string,
  force: boolean,
  signal: AbortSignal,
): Promise<void> => {
  const session = { update_session_id: id }
  if (force) {
    await client.updateSession.cancel(session, { signal }).catch((error: unknown) => {
      // It has ended by itself: what is wanted here.
      if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
    })
  }
  await client.updateSession.delete(session, { signal }).catch((error: unknown) => {
    if (force || !isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
    throw new CommandError(`${error.message} Or do both at once with --force.`)
  })
}
