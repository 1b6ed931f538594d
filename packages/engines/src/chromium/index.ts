export { chromiumMissing } from './find-chromium.ts'
export { openPage } from './open-page.ts'
export type { OpenPage } from './open-page.ts'
