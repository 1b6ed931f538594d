import { env } from 'cloudflare:workers'
import { describeBlobStore, scale } from '@accession/core/testing'
import { createR2BlobStore } from './create-r2-blob-store.ts'

const mib = 1024 * 1024

describeBlobStore(
  'r2',
  async (place) =>
    createR2BlobStore({
      bucket: env.BUCKET,
      prefix: place.replaceAll(/\W/g, '-'),
      sentPartSizeBytes: 5 * mib,
    }),
  { largeBytes: scale(24, 1024) * mib },
)
