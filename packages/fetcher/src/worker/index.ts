export { createWorkerFetcher } from './create-worker-fetcher.ts'
export type { WorkerFetcherOptions } from './create-worker-fetcher.ts'
export { isAllowable } from '../policy/allow-list.ts'
