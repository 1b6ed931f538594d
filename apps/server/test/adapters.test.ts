import { describe, expect, it } from 'vitest'
import { nodeClock } from '../src/adapters/node-clock.ts'
import { createNodeLog } from '../src/adapters/node-log.ts'

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
