import { defineConfig, mergeConfig } from 'vitest/config'
import { preset } from '../../vitest.preset.ts'

// Hosts run in processes of their own, and much is waited for.
export default mergeConfig(preset, defineConfig({ test: { maxWorkers: 2 } }))
