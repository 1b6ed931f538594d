import { defineConfig, mergeConfig } from 'vitest/config'
import { nativePreset } from '../../vitest.preset.ts'

// Servers run in processes of their own, and much is waited for: leases, sweeps, restarts.
export default mergeConfig(nativePreset, defineConfig({ test: { maxWorkers: 2 } }))
