// @ts-check
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bundle } from './bundle.js'
import { installedNode } from './installed-node.js'
import { root, setUp } from './setup.js'

setUp()
await bundle()

const bench = spawn(installedNode(), [join(root, 'benchmarks/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => bench.kill(signal))
}
bench.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
