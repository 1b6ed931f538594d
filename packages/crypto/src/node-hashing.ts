import { createHash, createHmac } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Hashing, RunningDigest } from '@accession/core/ports'

/** Digests by the native code behind the Node modules, piece by piece as bytes pass. */
export const nodeHashing: Hashing = {
  digest(algorithm) {
    if (algorithm === 'CRC32') return createCrc32()
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

const createCrc32 = (): RunningDigest => {
  let value = 0
  return {
    update(bytes) {
      value = crc32(bytes, value)
    },
    hex: () => value.toString(16).padStart(8, '0'),
  }
}
