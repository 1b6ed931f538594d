import type { Spelling } from '@accession/client'
import { Option, type Command } from 'commander'
import { outputFormats, type OutputOptions } from '../output/output-format.ts'

/** The options that every command talking to a server takes. */
export interface ServerOptions extends OutputOptions {
  readonly server?: string
  readonly user?: string
  readonly passwordStdin?: boolean
  readonly profile?: string
  readonly spelling?: Spelling
  readonly insecure?: boolean
  readonly ca?: string
}

/** Adds those options, and how results are printed; their variables are read by `findTarget`. */
export const addServerOptions = (program: Command): Command =>
  program
    .option('--server <url>', 'the server to call (ACCESSION_SERVER, http://127.0.0.1:4443)')
    .option('--user <name>', 'who signs in (ACCESSION_USER, administrator@vsphere.local)')
    .option('--password-stdin', 'read the password from the standard input (ACCESSION_PASSWORD)')
    .option('--profile <name>', 'what `accession login` kept (ACCESSION_PROFILE, default)')
    .addOption(
      new Option(
        '--spelling <spelling>',
        'the addresses to call: api, rest (vCenters before 7.0 U2), or what auto finds out',
      )
        .choices(['auto', 'api', 'rest'])
        .env('ACCESSION_SPELLING'),
    )
    .option('--ca <file>', 'trust the authorities in this file of PEM too (ACCESSION_CA)')
    .option('--insecure', "do not check the server's certificate (ACCESSION_INSECURE=1)")
    .addOption(
      new Option('-o, --output <format>', 'how to print the result').choices(outputFormats),
    )
    .option('--json', 'short for --output json: the result as JSON, and errors too')
