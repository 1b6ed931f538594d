import { startS3 } from '@accession/engines/s3'
import { describeBlobStore } from '@accession/core/testing'
import { afterAll } from 'vitest'
import { createS3BlobStore } from './s3-blob-store.ts'

const s3 = await startS3()
afterAll(async () => s3[Symbol.asyncDispose]())
const run = crypto.randomUUID()

// It differs from the one on Node.js by how it sends requests.
describeBlobStore(
  's3',
  async (place) =>
    createS3BlobStore({ ...s3, credentials: s3, prefix: `${run}/${place}`, pathStyle: true }),
  { largeBytes: 40 * 1024 * 1024, isTriedElsewhere: true },
)
