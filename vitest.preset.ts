import { defineConfig } from 'vitest/config'

const conditions = ['@accession/source']

/** What every package's tests share: packages resolve to their sources, so no build comes first. */
export const preset = defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results.json' },
  },
})
