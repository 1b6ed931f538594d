import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { addAdminCommands } from './commands/admin/admin-command.ts'
import { addExportCommand } from './commands/export-command.ts'
import { addImportCommand } from './commands/import-command.ts'
import { addItemCommands } from './commands/item-commands.ts'
import { addLibraryCommands } from './commands/library-commands.ts'
import { addServeCommand } from './commands/serve-command.ts'
import { addSessionCommands } from './commands/session-commands.ts'
import { exitCodesHelp } from './exit-codes.ts'

const examples = `
Examples:
  accession serve
  accession import ubuntu.iso --library images
  accession item ls images
  accession export images/ubuntu ./out

An item is named LIBRARY/ITEM, or by its id. Names may hold slashes themselves: a/b/c is the item c of
a/b or the item b/c of a, whichever there is; where there are both, the id is asked for.
`

/** The command line: every command with its options and help. */
export const createProgram = (signal: AbortSignal): Command => {
  const program = new Command('accession')
    .description('A content library without a vCenter: the server and its command line')
    .version(version())
    .addOption(
      new Option('--server <url>', 'the server to call')
        .env('ACCESSION_SERVER')
        .default('http://127.0.0.1:4443'),
    )
    .addOption(
      new Option('--user <name>', 'who signs in; the password is in ACCESSION_PASSWORD')
        .env('ACCESSION_USER')
        .default('administrator@vsphere.local'),
    )
    .option('--password-stdin', 'read the password from the standard input')
    .addOption(
      new Option('--spelling <spelling>', 'the addresses to call: rest for vCenters before 7.0 U2')
        .choices(['api', 'rest'])
        .default('api'),
    )
    .option('--json', 'print the result as JSON, and errors too')
    .addHelpText('after', examples + exitCodesHelp)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  addServeCommand(program)
  addImportCommand(program, signal)
  addExportCommand(program, signal)
  addLibraryCommands(program, signal)
  addItemCommands(program, signal)
  addSessionCommands(program, signal)
  addAdminCommands(program, signal)
  return program
}

const version = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
