import { env } from 'cloudflare:workers'
import { describeBlobStore } from '@accession/core/testing'
import { createR2BlobStore } from './create-r2-blob-store.ts'

describeBlobStore('r2', async (place) =>
  createR2BlobStore({
    bucket: env.BUCKET,
    prefix: place.replaceAll(/\W/g, '-'),
    sentPartSizeBytes: 5 * 1024 * 1024,
  }),
)
