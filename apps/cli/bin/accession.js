#!/usr/bin/env node
import { existsSync } from 'node:fs'

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
  await import(main.href)
}
