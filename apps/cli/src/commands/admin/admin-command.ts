import type { Command } from 'commander'
import { addBackupCommands } from './backup-commands.ts'
import { addMigrateBlobsCommand } from './migrate-blobs-command.ts'
import { addAdminSessionCommands } from './session-commands.ts'
import { addUpkeepCommands } from './upkeep-commands.ts'
import { addUserCommands } from './user-commands.ts'
import { addVerifyCommand } from './verify-command.ts'

const help = `
These commands call no server. They work on the catalog and the bytes that the settings of \`accession
serve\` name, beside servers that run; whoever can read those may do everything.`

/** Adds `admin` with its commands; what they work with is loaded only when one of them runs. */
export const addAdminCommands = (program: Command, signal: AbortSignal): void => {
  const admin = program
    .command('admin')
    .description('Operate a deployment: verify, back up, restore, users (needs Node.js 22.13)')
    .addHelpText('after', help)
  addUserCommands(admin, signal)
  addAdminSessionCommands(admin, signal)
  addVerifyCommand(admin, signal)
  addBackupCommands(admin, signal)
  addMigrateBlobsCommand(admin, signal)
  addUpkeepCommands(admin, signal)
}
