/** Runs wrangler for this Worker, bundling the packages from their sources: no build comes first. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const packagePath = createRequire(import.meta.url).resolve('wrangler/package.json')
const { bin } = createRequire(import.meta.url)('wrangler/package.json')
const program = fileURLToPath(new URL(bin.wrangler, `file://${packagePath}`))

const wrangler = spawn(process.execPath, [program, ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: {
    ...process.env,
    WRANGLER_BUILD_CONDITIONS: '@accession/source,workerd,worker,browser',
    WRANGLER_SEND_METRICS: 'false',
  },
})
// A signal reaches wrangler too, which ends by itself.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined)
wrangler.on('exit', (code) => {
  process.exitCode = code ?? 1
})
