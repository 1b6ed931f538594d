import { createCrc32 } from './crc32.ts'
import type { Hashing, PasswordHashing } from '../ports/hashing.ts'
import { duringRealWork } from './real-work.ts'

const webCryptoNames = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const

/** Digests for tests on any runtime: they keep the bytes until the end, and know no MD5. */
export const testHashing: Hashing = {
  digest(algorithm) {
    if (algorithm === 'CRC32') return createCrc32()
    if (algorithm === 'MD5') throw new TypeError('Web Crypto has no MD5: hand in other hashing')
    const chunks: Uint8Array<ArrayBuffer>[] = []
    return {
      update(bytes) {
        chunks.push(Uint8Array.from(bytes))
      },
      async hex() {
        const digest = await duringRealWork(async () => {
          const bytes = await new Blob(chunks).arrayBuffer()
          return crypto.subtle.digest(webCryptoNames[algorithm], bytes)
        })
        return Array.from(new Uint8Array(digest), (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('')
      },
    }
  },
  async keyed(key, text) {
    const encoder = new TextEncoder()
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const mac = await duringRealWork(async () => {
      const secret = encoder.encode(key)
      const imported = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
      return crypto.subtle.sign('HMAC', imported, encoder.encode(text))
    })
    return btoa(String.fromCharCode(...new Uint8Array(mac)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  },
}

/** Passwords hashed by nothing, at once: for tests alone. */
export const testPasswords: PasswordHashing = {
  hash: async (password) => `test:${password}`,
  verify: async (password, hash) => hash === `test:${password}`,
}
