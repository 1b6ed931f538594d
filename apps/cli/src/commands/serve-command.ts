import type { Command } from 'commander'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { refuseOldNode } from './refuse-old-node.ts'

const help = `
Each option is also a variable (ACCESSION_HOST …) and a key of the config file (a JSON object:
{"host": "127.0.0.1", "publicUrl": "https://library.example"}); options win, then variables.
The first start prints the first user's password once, unless ACCESSION_ADMIN_PASSWORD sets it.
Users who may read everything read /metrics, and who sends the token of ACCESSION_METRICS_TOKEN.

Examples:
  accession serve --data /var/lib/accession --port 4443
  accession serve --host 0.0.0.0 --tls self-signed`

/** Adds `serve`; the server itself is loaded only when it runs. */
export const addServeCommand = (program: Command): void => {
  program
    .command('serve')
    .description(
      'Run a content library (needs Node.js 22.13; `npm start` in a checkout brings its own)',
    )
    .configureHelp({ showGlobalOptions: false })
    .option('--host <address>', 'where to listen (127.0.0.1)')
    .option('--port <number>', 'where to listen; 0 takes any free port (4443)')
    .option('--data <folder>', 'where everything is kept (./data)')
    .option('--store <url>', 'the catalog: postgres://… or memory: (SQLite in the data folder)')
    .option(
      '--blobs <url>',
      'the bytes: file:///…, s3://… or memory: (a folder in the data folder)',
    )
    .option(
      '--blob-stores <list>',
      'further places that libraries can be moved to: NAME=URL,… (none)',
    )
    .option('--public-url <url>', 'what clients call the server (the origin they called)')
    .option('--admin-user <name>', 'the first user (administrator@vsphere.local)')
    .option('--session-timeout <seconds>', 'how long an update session may be idle (300)')
    .option('--session-retention <seconds>', 'how long an ended one is kept (3600)')
    .option('--trusted-proxies <cidrs>', 'whose forwarded headers count (none)')
    .option('--cors-origins <origins>', 'browser origins that may call (none)')
    .option('--tls <mode>', 'self-signed: https with a certificate that is made (off)')
    .option('--tls-cert <file>', 'https with this certificate, in PEM; a new one is taken up')
    .option('--tls-key <file>', 'its key, in PEM')
    .option('--fetch-allow <list>', 'hosts and CIDRs that pulls reach besides public ones (none)')
    .option('--import-dir <folder>', 'the folder that file: pulls may read (none)')
    .option('--allow-http', 'take plain http from other machines')
    .option('--log-level <level>', 'debug, info, warn or error (info)')
    .option('--node-name <name>', 'what the lines of this node carry in the log (nothing)')
    .option('--config <file>', 'a config file')
    .addHelpText('after', help)
    .action((flags: Readonly<Record<string, string | boolean>>) => serve(flags))
}

const serve = async (flags: Readonly<Record<string, string | boolean>>): Promise<void> => {
  refuseOldNode('accession serve', process.versions.node)
  const { runServer, SettingsError } = await import('@accession/server')
  try {
    await runServer(flags)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    throw new CommandError(error.message, exitCodes.usage)
  }
}
