import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { preset } from '../../vitest.preset.ts'

const insideWorkerd = ['src/r2/**/*.workerd.test.ts']
const { reporters, outputFile, ...test } = preset.test ?? {}

export default defineConfig({
  test: {
    ...(reporters && { reporters }),
    ...(outputFile && { outputFile }),
    projects: [
      { ...preset, test: { ...test, name: 'node', exclude: insideWorkerd } },
      {
        ...preset,
        resolve: { conditions: ['@accession/source', 'workerd', 'worker', 'browser', 'module'] },
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: '2026-11-01',
              compatibilityFlags: ['nodejs_compat'],
              r2Buckets: ['BUCKET'],
              bindings: { ACCESSION_TEST_LONG: process.env['ACCESSION_TEST_LONG'] ?? '' },
              cf: false,
            },
          }),
        ],
        test: { ...test, name: 'workerd', include: insideWorkerd },
      },
    ],
  },
})
