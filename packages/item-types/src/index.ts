export { createOvaFormat } from './ova/ova-format.ts'
export * from './iso/index.ts'
export * from './ovf/index.ts'
