// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installedNode } from './installed-node.js'
import { root, setUp, tsc } from './setup.js'

setUp()
const build = spawnSync(`${tsc} -b apps/cli/tsconfig.build.json`, {
  cwd: root,
  shell: true,
  stdio: 'inherit',
})
if (build.status !== 0) process.exit(build.status ?? 1)

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
