import { describe, expect, it } from 'vitest'
import { createNodePasswords, nodePasswords } from './node-passwords.ts'

describe('passwords on Node', () => {
  it('are known again, and no others', async () => {
    const hash = await nodePasswords.hash('pässword')
    expect(hash).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/)
    expect(await nodePasswords.verify('pässword', hash)).toBe(true)
    expect(await nodePasswords.verify('pa\u0308ssword', hash)).toBe(true)
    expect(await nodePasswords.verify('password', hash)).toBe(false)
    expect(await nodePasswords.hash('pässword')).not.toBe(hash)
  })

  it('are known whatever their hashes cost', async () => {
    const light = createNodePasswords({ cost: 2, blockSize: 1, parallelization: 1 })
    const hash = await light.hash('password')
    expect(hash).toMatch(/^scrypt\$2\$1\$1\$/)
    expect(await nodePasswords.verify('password', hash)).toBe(true)
    expect(await light.verify('password', await nodePasswords.hash('password'))).toBe(true)
    expect(await nodePasswords.verify('another', hash)).toBe(false)
  })

  it('do not take a broken hash for a wrong password', async () => {
    await expect(nodePasswords.verify('password', 'scrypt$1')).rejects.toThrow(TypeError)
  })
})
