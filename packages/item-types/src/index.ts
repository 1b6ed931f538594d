export * from './iso/index.ts'
export * from './ovf/index.ts'
