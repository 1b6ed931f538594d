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

const bench = spawn(installedNode(), [join(root, 'benchmarks/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => bench.kill(signal))
}
bench.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
