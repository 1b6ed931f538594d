import { createHash, createHmac } from 'node:crypto'
import type { Hashing } from '@accession/core/ports'

/** Digests by the OpenSSL inside Node. */
export const nodeHashing: Hashing = {
  digest(algorithm) {
    const hash = createHash(algorithm)
    return {
      update(bytes) {
        hash.update(bytes)
      },
      hex: () => hash.digest('hex'),
    }
  },
  keyed: (key, text) => createHmac('sha256', key).update(text).digest('base64url'),
}
