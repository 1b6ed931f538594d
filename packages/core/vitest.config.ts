import { mergeConfig } from 'vitest/config'
import { preset } from '../../vitest.preset.ts'

// Nothing in these tests outlives its file, so they share workers: half the CPU of a run was for loading them anew.
export default mergeConfig(preset, { test: { isolate: false } })
