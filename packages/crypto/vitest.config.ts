import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { native, preset } from '../../vitest.preset.ts'

const { reporters, outputFile, ...test } = preset.test ?? {}

/** What Workers might do otherwise is tried in both. */
const onBoth = ['src/node-signatures.test.ts']

export default defineConfig({
  test: {
    ...(reporters && { reporters }),
    ...(outputFile && { outputFile }),
    projects: [
      { ...preset, test: { ...test, ...native, name: 'node' } },
      {
        ...preset,
        resolve: { conditions: ['@accession/source', 'workerd', 'worker', 'browser', 'module'] },
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: '2026-11-01',
              compatibilityFlags: ['nodejs_compat'],
              cf: false,
            },
          }),
        ],
        test: { ...test, name: 'workerd', include: onBoth },
      },
    ],
  },
})
