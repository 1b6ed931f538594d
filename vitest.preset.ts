import { defineConfig } from 'vitest/config'

const minute = 60_000
const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const conditions = ['@accession/source']

/** What every package's tests share: packages resolve to their sources, so no build comes first. */
export const preset = defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Against a hang, not against slowness: a machine may be busy with other things.
    testTimeout: isLong ? 30 * minute : 2 * minute,
    hookTimeout: 2 * minute,
    expect: { poll: { timeout: minute / 2 } },
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results.json' },
  },
})
