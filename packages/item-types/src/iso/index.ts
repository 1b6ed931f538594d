export type { DiscFormat, DiscImage, RangedReader } from './disc-image.ts'
export { readDiscImage } from './read-disc-image.ts'
