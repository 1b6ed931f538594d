export type { AppOptions } from './app-options.ts'
export { createApp } from './create-app.ts'
