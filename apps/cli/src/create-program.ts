import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addAdminCommands } from './commands/admin/admin-command.ts'
import { addCallCommand } from './commands/call/call-command.ts'
import { addCompletionCommand } from './commands/completion/completion-command.ts'
import { addExportCommand } from './commands/export-command.ts'
import { addImportCommand } from './commands/import-command.ts'
import { addInspectCommand } from './commands/inspect-command.ts'
import { addItemCommands } from './commands/item/item-command.ts'
import { addLibraryCommands } from './commands/library/library-command.ts'
import { addLoginCommand } from './commands/login/login-command.ts'
import { addLogoutCommand } from './commands/login/logout-command.ts'
import { addProfileCommands } from './commands/profile/profile-command.ts'
import { addServeCommand } from './commands/serve-command.ts'
import { addSessionCommands } from './commands/session/session-command.ts'
import { addTaskCommands } from './commands/task/task-command.ts'
import { exitCodesHelp } from './exit-codes.ts'
import { addServerOptions } from './server/server-options.ts'

const examples = `
Examples:
  accession serve
  accession login --server https://library.example
  accession import ubuntu.iso --library images
  accession item ls images
  accession export images/ubuntu ./out
  accession inspect router.ova
  accession session doctor

An item is named LIBRARY/ITEM, or by its id. Names may hold slashes themselves: a/b/c is the item c of
a/b or the item b/c of a, whichever there is; where there are both, the id is asked for.
`

/**
 * The command line: every command with its options and help. Commander takes the program's options
 * wherever they stand, so where an operation is called, whose fields are options, `--version` is its.
 */
export const createProgram = (signal: AbortSignal, args: readonly string[] = []): Command => {
  const program = new Command('accession')
    .description('A content library without a vCenter: the server and its command line')
    .addHelpText('after', examples + exitCodesHelp)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  if (!args.includes('call')) program.version(version())
  addServerOptions(program)
  addServeCommand(program)
  addLoginCommand(program, signal)
  addLogoutCommand(program, signal)
  addProfileCommands(program)
  addImportCommand(program, signal)
  addExportCommand(program, signal)
  addInspectCommand(program, signal)
  addLibraryCommands(program, signal)
  addItemCommands(program, signal)
  addSessionCommands(program, signal)
  addTaskCommands(program, signal)
  addCallCommand(program, signal)
  addAdminCommands(program, signal)
  addCompletionCommand(program)
  return program
}

const version = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
