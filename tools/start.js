// @ts-check
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bundle } from './bundle.js'
import { installedNode } from './installed-node.js'
import { root, setUp } from './setup.js'

setUp()
await bundle()

const server = spawn(
  installedNode(),
  [join(root, 'apps/cli/bin/accession.js'), 'serve', ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
// A terminal interrupts the server as well; the server takes a repeated signal as the same request.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => server.kill(signal))
}
server.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
