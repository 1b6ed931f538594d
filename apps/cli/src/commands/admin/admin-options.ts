import type { Command } from 'commander'

/** The settings that say which deployment is meant, as `serve` takes them. */
export interface AdminOptions {
  readonly data?: string
  readonly store?: string
  readonly blobs?: string
  readonly config?: string
  readonly json?: boolean
}

/** Adds the options that say which deployment is meant. */
export const addAdminOptions = (command: Command): Command =>
  command
    .configureHelp({ showGlobalOptions: false })
    .option('--data <folder>', 'the data folder of its servers (ACCESSION_DATA, ./data)')
    .option('--store <url>', 'their catalog, where it is not in the data folder (ACCESSION_STORE)')
    .option('--blobs <url>', 'their bytes, where they are not in the data folder (ACCESSION_BLOBS)')
    .option('--config <file>', 'their config file (ACCESSION_CONFIG)')
    .option('--json', 'print the result as JSON, and errors too')
