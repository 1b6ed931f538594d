#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(
    `accession-conformance needs Node.js 20 or later; this is ${process.versions.node}.`,
  )
  process.exitCode = 1
} else if (!existsSync(main)) {
  console.error(
    'accession-conformance is not built yet: run `npm run build` in the checkout first.',
  )
  process.exitCode = 1
} else {
  await import(main.href)
}
