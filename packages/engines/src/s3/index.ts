export { startS3 } from './start-s3.ts'
export type { RunningS3, S3Place } from './start-s3.ts'
