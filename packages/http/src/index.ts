export type { AppOptions, ServedMetrics } from './app-options.ts'
export { createApp } from './create-app.ts'
