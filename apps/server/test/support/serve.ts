import { runServer } from '../../src/run-server.ts'
import { SettingsError } from '../../src/settings/settings-error.ts'
import { passwords } from './light-passwords.ts'

try {
  await runServer({}, { passwords })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof SettingsError ? 2 : 1
}
