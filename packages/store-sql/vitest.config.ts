import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { native, preset } from '../../vitest.preset.ts'

const insideWorkerd = ['src/d1/**/*.workerd.test.ts']
const { reporters, outputFile, ...test } = preset.test ?? {}

export default defineConfig({
  test: {
    ...(reporters && { reporters }),
    ...(outputFile && { outputFile }),
    projects: [
      {
        ...preset,
        test: { ...test, ...native, name: 'node', exclude: insideWorkerd, isolate: false },
      },
      {
        ...preset,
        resolve: { conditions: ['@accession/source', 'workerd', 'worker', 'browser', 'module'] },
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: '2026-11-01',
              compatibilityFlags: ['nodejs_compat'],
              d1Databases: ['DATABASE'],
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
