import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const minute = 60_000
const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const conditions = ['@accession/source']

// For the workers of the tests and the servers that they start, which load the same modules again and again.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('node_modules/.cache/compiled', import.meta.url),
)

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

/**
 * Lets Node.js itself load the modules, as it runs the sources elsewhere: the detour by Vite takes more
 * CPU than many tests. Modules cannot be mocked or reset there.
 */
export const native = {
  execArgv: conditions.map((condition) => `--conditions=${condition}`),
  experimental: { viteModuleRunner: false, nodeLoader: false },
}

/** What tests share that mock no modules. */
export const nativePreset = defineConfig({ ...preset, test: { ...preset.test, ...native } })
