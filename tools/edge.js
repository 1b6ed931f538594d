// @ts-check
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { installedNode } from './installed-node.js'
import { root, setUp } from './setup.js'

setUp()
const worker = spawn(
  installedNode(),
  [join(root, 'apps/edge/scripts/start.js'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
// A terminal interrupts the Worker as well; it takes a repeated signal as the same request.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => worker.kill(signal))
}
worker.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
