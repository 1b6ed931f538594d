import { mergeConfig } from 'vitest/config'
import { nativePreset } from '../../vitest.preset.ts'

// Nothing in these tests outlives its file, so they share workers.
export default mergeConfig(nativePreset, { test: { isolate: false } })
