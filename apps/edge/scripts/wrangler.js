// @ts-check
import { runWrangler } from './run-wrangler.js'

const wrangler = runWrangler(process.argv.slice(2))
// A terminal interrupts wrangler too, which ends by itself.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined)
wrangler.on('exit', (code) => {
  process.exitCode = code ?? 1
})
