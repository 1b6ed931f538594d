export * from './iso/index.ts'
export { ovaFormat } from './ova/ova-format.ts'
export * from './ovf/index.ts'
