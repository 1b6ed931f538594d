import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { checkout } from '../workspace/workspace.ts'

const entry = join(checkout, 'packages/client/src/index.ts')
const gzippedBytesMax = 20_000

it.skipIf(!existsSync(entry))('the whole client is small enough for a web page', async () => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@accession/source'],
  })
  const [bundle] = outputFiles
  expect(gzipSync(bundle?.contents ?? '').length).toBeLessThanOrEqual(gzippedBytesMax)
})
