import { Option, type Command } from 'commander'
import { outputFormats, type OutputOptions } from '../../output/output-format.ts'

/** The settings that say which deployment is meant, as `serve` takes them. */
export interface AdminOptions extends OutputOptions {
  readonly data?: string
  readonly store?: string
  readonly blobs?: string
  readonly blobStores?: string
  readonly config?: string
}

/** Adds the options that say which deployment is meant. */
export const addAdminOptions = (command: Command): Command =>
  command
    .configureHelp({ showGlobalOptions: false })
    .option('--data <folder>', 'the data folder of its servers (ACCESSION_DATA, ./data)')
    .option('--store <url>', 'their catalog, where it is not in the data folder (ACCESSION_STORE)')
    .option('--blobs <url>', 'their bytes, where they are not in the data folder (ACCESSION_BLOBS)')
    .option('--blob-stores <list>', 'their further places for bytes (ACCESSION_BLOB_STORES)')
    .option('--config <file>', 'their config file (ACCESSION_CONFIG)')
    .addOption(
      new Option('-o, --output <format>', 'how to print the result').choices(outputFormats),
    )
    .option('--json', 'short for --output json: the result as JSON, and errors too')
