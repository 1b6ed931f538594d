export { ovaFormat } from './ova/ova-format.ts'
