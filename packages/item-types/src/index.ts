export { createOvaFormat } from './ova/ova-format.ts'
