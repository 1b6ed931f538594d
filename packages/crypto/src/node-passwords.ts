import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { PasswordHashing } from '@accession/core/ports'

/** What a hash costs; each hash tells its own. */
export interface PasswordCost {
  /** CPU and memory; a power of two. */
  readonly cost: number
  readonly blockSize: number
  readonly parallelization: number
}

const saltBytes = 16
const keyBytes = 32
const memoryMax = 256 * 1024 * 1024

const pattern = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]+)$/

/** scrypt, on the thread pool where there is one; hashes read `scrypt$cost$blockSize$parallelization$salt$key`. */
export const createNodePasswords = (given: PasswordCost): PasswordHashing => ({
  async hash(password) {
    const salt = randomBytes(saltBytes)
    const key = await derive(password, salt, keyBytes, given)
    const { cost, blockSize, parallelization } = given
    const texts = [salt, key].map((bytes) => bytes.toString('base64url'))
    return ['scrypt', cost, blockSize, parallelization, ...texts].join('$')
  },

  async verify(password, hash) {
    const [, cost, blockSize, parallelization, salt = '', key = ''] = pattern.exec(hash) ?? []
    if (key === '') throw new TypeError('A stored password hash is not one of scrypt')
    const expected = Buffer.from(key, 'base64url')
    const found = await derive(password, Buffer.from(salt, 'base64url'), expected.length, {
      cost: Number(cost),
      blockSize: Number(blockSize),
      parallelization: Number(parallelization),
    })
    return timingSafeEqual(found, expected)
  },
})

const derive = (
  password: string,
  salt: Buffer,
  length: number,
  options: PasswordCost,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // The same characters, however a keyboard composes them, are the same password.
    const text = password.normalize('NFC')
    scrypt(text, salt, length, { ...options, maxmem: memoryMax }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })

/** Passwords by OWASP's choice for 16 MiB a hash. */
export const nodePasswords: PasswordHashing = createNodePasswords({
  cost: 2 ** 14,
  blockSize: 8,
  parallelization: 5,
})
