// @ts-check
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const { bin } = require('wrangler/package.json')
const program = join(require.resolve('wrangler/package.json'), '..', bin.wrangler)

export const folder = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs wrangler for this Worker, bundling the packages from their sources: no build comes first.
 * @param {readonly string[]} commandLine
 * @param {import('node:child_process').StdioOptions} stdio
 */
export const runWrangler = (commandLine, stdio = 'inherit') =>
  spawn(process.execPath, ['--no-warnings', program, ...commandLine], {
    cwd: folder,
    stdio,
    env: {
      ...process.env,
      WRANGLER_BUILD_CONDITIONS: '@accession/source,workerd,worker,browser',
      WRANGLER_SEND_METRICS: 'false',
    },
  })
