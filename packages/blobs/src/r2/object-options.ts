import type { R2PutOptions } from './r2-binding.ts'

/** What blobs are stored as; the attempt tells the bytes of one write from those of another. */
export const objectOptions = (attempt: string): R2PutOptions => ({
  customMetadata: { attempt },
  httpMetadata: { contentType: 'application/octet-stream' },
})
