export { nativePreset as default } from '../../vitest.preset.ts'
