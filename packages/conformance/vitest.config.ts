import { defineConfig, mergeConfig } from 'vitest/config'
import { nativePreset } from '../../vitest.preset.ts'

// Hosts run in processes of their own, and much is waited for.
export default mergeConfig(nativePreset, defineConfig({ test: { maxWorkers: 2 } }))
