import { readSettings } from './settings/server-settings.ts'
import type { SettingFlags } from './settings/given-settings.ts'
import { SettingsError } from './settings/settings-error.ts'
import { StartError } from './start-error.ts'
import { startServer } from './start-server.ts'

/**
 * Runs a server as this process, until a signal asks it to stop; answers the exit code. What keeps
 * it from starting is one line on the standard error, and 2 where a setting is wrong, else 1.
 */
export const runServer = async (flags: SettingFlags = {}): Promise<number> => {
  try {
    const server = await startServer(readSettings(flags))
    await stopSignal()
    await server.close()
    return 0
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof StartError)) throw error
    process.stderr.write(`${error.message}\n`)
    return error instanceof SettingsError ? 2 : 1
  }
}

/** Resolves at the first signal; the listeners stay, so that any more of them change nothing. */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve())
    }
  })
