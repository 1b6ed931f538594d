import { describe, expect, it } from 'vitest'
import { createNodeIds } from '../src/adapters/node-ids.ts'
import { nodeClock } from '../src/adapters/node-clock.ts'
import { nodeHashing } from '../src/adapters/node-hashing.ts'
import { createNodeLog } from '../src/adapters/node-log.ts'
import { nodePasswords } from '../src/adapters/node-passwords.ts'

describe('hashing on Node', () => {
  it.each([
    ['SHA1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['MD5', '900150983cd24fb0d6963f7d28e17f72'],
    ['CRC32', '352441c2'],
    ['SHA256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ] as const)('digests piece by piece by %s', async (algorithm, expected) => {
    const digest = nodeHashing.digest(algorithm)
    await digest.update(new TextEncoder().encode('a'))
    await digest.update(new TextEncoder().encode('bc'))
    expect(await digest.hex()).toBe(expected)
  })

  it('makes a keyed hash', async () => {
    const expected = '97yD9DBThCSxMpjmqm-xQ-9NWaFJRhdZl0edvC0aPNg'
    expect(await nodeHashing.keyed('key', 'The quick brown fox jumps over the lazy dog')).toBe(
      expected,
    )
  })
})

describe('passwords on Node', () => {
  it('are known again, and no others', async () => {
    const hash = await nodePasswords.hash('pässword')
    expect(hash).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/)
    expect(await nodePasswords.verify('pässword', hash)).toBe(true)
    expect(await nodePasswords.verify('pa\u0308ssword', hash)).toBe(true)
    expect(await nodePasswords.verify('password', hash)).toBe(false)
    expect(await nodePasswords.hash('pässword')).not.toBe(hash)
  })

  it('do not take a broken hash for a wrong password', async () => {
    await expect(nodePasswords.verify('password', 'scrypt$1')).rejects.toThrow(TypeError)
  })
})

describe('ids on Node', () => {
  it('are UUIDs of version 7 that grow strictly, also when the clock goes back', () => {
    let now = 1_700_000_000_000
    const ids = createNodeIds(() => now)
    const made = Array.from({ length: 20_000 }, (_, index) => {
      if (index === 10_000) now -= 5000
      return ids.uuid()
    })
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
    const v7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(made.every((id) => v7.test(id))).toBe(true)
  })

  it('make secrets of 256 bits', () => {
    expect(createNodeIds().secret()).toMatch(/^[\w-]{43}$/)
  })
})

describe('the clock of Node', () => {
  it('ends a sleep with the reason of its signal', async () => {
    const reason = new Error('enough')
    const stop = new AbortController()
    const sleeping = nodeClock.sleep(60_000, stop.signal)
    stop.abort(reason)
    await expect(sleeping).rejects.toBe(reason)
    await expect(nodeClock.sleep(60_000, stop.signal)).rejects.toBe(reason)
    await expect(nodeClock.sleep(1)).resolves.toBeUndefined()
  })
})

const logged = (level: 'debug' | 'error', isReadable: boolean): string[] => {
  const lines: string[] = []
  const log = createNodeLog({ level, isReadable, write: (text) => lines.push(text) })
  log.debug('cache.cold')
  log.info('upload.done', { file: 'a b.iso', token: 'secret' })
  log.error('sweep.failed', new Error('no room', { cause: new Error('the disk') }), { step: 1 })
  log.audit('item.delete', { userName: 'eve\u001b[31m' })
  return lines
}

describe('the log of Node', () => {
  it('names the node on every line, where it has a name', () => {
    const lines: string[] = []
    const log = createNodeLog({
      level: 'info',
      node: 'node-1',
      isReadable: false,
      write: (text) => lines.push(text),
    })
    log.info('upload.done')
    log.error('sweep.failed', new Error('no room'))
    log.audit('item.delete', {})
    expect(lines.map((line) => (JSON.parse(line) as { node: string }).node)).toEqual(
      lines.map(() => 'node-1'),
    )
    expect(lines).toHaveLength(3)
    expect(logged('debug', false).join('')).not.toContain('"node"')
  })

  it('writes JSON, an object a line, without secrets', () => {
    const lines = logged('debug', false).map((line) => JSON.parse(line))
    expect(lines.map(({ level, event }) => [level, event])).toEqual([
      ['debug', 'cache.cold'],
      ['info', 'upload.done'],
      ['error', 'sweep.failed'],
      ['audit', 'item.delete'],
    ])
    expect(lines[1]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
      event: 'upload.done',
      file: 'a b.iso',
      token: '[redacted]',
    })
    expect(lines[2].err.stack).toContain('the disk')
  })

  it('keeps who did what, whatever the level', () => {
    const events = logged('error', false).map((line) => JSON.parse(line).event)
    expect(events).toEqual(['sweep.failed', 'item.delete'])
  })

  it('writes short lines for people, which cannot steer their terminal', () => {
    const text = logged('debug', true).join('')
    expect(text).toMatch(/^\d\d:\d\d:\d\d info {2}upload\.done file="a b\.iso"/m)
    expect(text).toContain('Error: no room')
    expect(text).toContain('userName="eve\\u001b[31m"')
    expect(text).not.toContain('\u001b[31m')
  })
})
