import type { SettingFlags } from './settings/given-settings.ts'
import { readSettings } from './settings/server-settings.ts'
import { startServer } from './start-server.ts'
import type { StartOptions } from './start-server.ts'

/**
 * Runs a server as this process, until a signal asks it to stop. Rejects with a `SettingsError` or
 * a `StartError` where it cannot start; both say in one line what to do.
 */
export const runServer = async (
  flags: SettingFlags = {},
  options: StartOptions = {},
): Promise<void> => {
  const server = await startServer(readSettings(flags), options)
  process.stderr.write(`Accession listens on ${server.url.origin} (Ctrl-C stops it)\n`)
  if (server.fingerprint !== undefined)
    process.stderr.write(`Its certificate has the SHA-256 fingerprint ${server.fingerprint}\n`)
  await stopSignal()
  await server.close()
}

/** Resolves at the first signal; the listeners stay, so that any more of them change nothing. */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve())
    }
  })
