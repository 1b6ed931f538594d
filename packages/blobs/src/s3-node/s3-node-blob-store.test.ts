import { startS3 } from '@accession/engines/s3'
import { describeBlobStore } from '@accession/core/testing'
import { afterAll } from 'vitest'
import { createS3BlobStore } from './index.ts'

const long = process.env['ACCESSION_TEST_LONG'] === '1'
const s3 = await startS3()
afterAll(async () => s3[Symbol.asyncDispose]())
const run = crypto.randomUUID()

describeBlobStore(
  's3 on Node.js',
  async (place) =>
    createS3BlobStore({ ...s3, credentials: s3, prefix: `${run}/${place}`, pathStyle: true }),
  {
    largeBytes: (long ? 4096 : 192) * 1024 * 1024,
    residentBytes: () => process.memoryUsage.rss(),
  },
)
