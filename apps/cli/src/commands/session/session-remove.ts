import { isApiError } from '@accession/client'
import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { exitCodes } from '../../exit-codes.ts'
import { freeSession } from '../../server/free-session.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession session rm 01a20b5a-8cff-73dd-ba9f-d29ce54c225d
  accession session rm --force 01a20b5a-8cff-73dd-ba9f-d29ce54c225d`

/** Adds `session rm`. */
export const addSessionRemove = (session: Command, signal: AbortSignal): void => {
  session
    .command('rm')
    .description('Remove an update session that has ended')
    .argument('<session>', 'its id')
    .option('-f, --force', 'cancel it first when it is still ACTIVE')
    .addHelpText('after', help)
    .action((id: string, { force = false }: { force?: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        if (force) await freeSession(client, id, signal)
        else {
          await client.updateSession.delete({ update_session_id: id }, { signal }).catch(explain)
        }
        output.result({ id }, () => [`Removed session ${id}`])
      }),
    )
}

const explain = (error: unknown): never => {
  if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
  const text = `${error.message} Or do both at once with --force.`
  throw new CommandError(text, exitCodes.failed, { cause: error })
}
