import type { Command } from 'commander'
import { addAdminOptions } from './admin-options.ts'
import { createProgressLine } from '../../output/progress-line.ts'
import { withAdmin } from './with-admin.ts'

const sweepHelp = `
Servers sweep by themselves, in turns; this is for a catalog that none of them uses. What one of them is at
in this moment is left to it.

Example:
  accession admin sweep --data /var/lib/accession`

const rotateHelp = `
Upload and download addresses are the right to what they name. With a new key those given out before
are worth nothing: after five seconds no server takes them. Transfers that run go on.

Example:
  accession admin rotate-key`

/** Adds `admin sweep` and `admin rotate-key`. */
export const addUpkeepCommands = (admin: Command, signal: AbortSignal): void => {
  addAdminOptions(admin.command('sweep'))
    .description('Expire, forget and free what is due')
    .addHelpText('after', sweepHelp)
    .action((_: unknown, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        using line = createProgressLine(output)
        const swept = await opened.sweep({
          signal,
          onProgress: (totals) => line.show(`Sweeping: ${inWords(totals)}`),
        })
        output.result(swept, () => [`Swept: ${inWords(swept)}`])
      }),
    )

  addAdminOptions(admin.command('rotate-key'))
    .description('Make all upload and download addresses worthless')
    .addHelpText('after', rotateHelp)
    .action((_: unknown, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        await opened.rotateKey()
        output.result({ rotated: true }, () => [
          'There is a new key: addresses given out before are refused within five seconds.',
        ])
      }),
    )
}

const inWords = (totals: Readonly<Record<string, number>>): string => {
  const kinds = Object.entries(totals).filter(([, count]) => count > 0)
  if (kinds.length === 0) return 'nothing was left to do'
  return kinds.map(([kind, count]) => `${count} ${kind.replaceAll('_', ' ')}`).join(', ')
}
