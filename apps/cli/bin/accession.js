#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

// Node starts its pool of threads at their first use; a server writes several uploads at once.
process.env.UV_THREADPOOL_SIZE ??= '8'

const main = new URL('../dist/main.js', import.meta.url)

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(`accession needs Node.js 20 or later; this is ${process.versions.node}.`)
  process.exitCode = 1
} else if (!existsSync(main)) {
  console.error('accession is not built yet: run `npm run build` in the checkout first.')
  process.exitCode = 1
} else {
  // Beside the program: who can write there could change the program as well. Where this process
  // cannot, or with a Node.js that does not know it, it is compiled each time.
  const cache = new URL('../node_modules/.cache/accession', import.meta.url)
  module.enableCompileCache?.(fileURLToPath(cache))
  await import(main.href)
}
