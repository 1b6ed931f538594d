import { afterAll, beforeAll, expect, it } from 'vitest'
import type { StartedTarget } from '../../src/vitest/index.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import type { Fault } from '../support/faulty-proxy.ts'
import { startNode } from '../support/start-node.ts'
import { changes } from './chapters/changes.ts'
import { play } from './play.ts'

let node: StartedTarget

beforeAll(async () => {
  node = await startNode({ store: 'memory:' })
})

afterAll(() => node[Symbol.asyncDispose]?.())

/** Plays a chapter behind a proxy. */
const playBehind = async (fault: Fault, spelling: 'rest' | 'api') => {
  const [url] = node.urls
  if (!url) throw new Error('The node has no URL')
  await using proxy = await startFaultyProxy(url, fault)
  const told = await play({ changes }, { ...node, urls: [proxy.url] }, spelling)
  return told
}

const otherMessage: Fault = {
  answer: (answer, { path }) =>
    path.includes('/changes')
      ? { ...answer, text: answer.text.replace('second', 'third') }
      : answer,
}

it('a spelling that tells otherwise ends in another transcript', async () => {
  const right = await playBehind({}, 'api')
  expect(right['changes']?.failure).toBeUndefined()
  expect(await playBehind({}, 'rest')).toEqual(right)
  const wrong = await playBehind(otherMessage, 'rest')
  expect(wrong['changes']?.failure).toBeUndefined()
  expect(wrong).not.toEqual(right)
})

it('a spelling that breaks a rule fails where it did', async () => {
  const gone: Fault = {
    answer: (answer) => (answer.status === 404 ? { ...answer, status: 410 } : answer),
  }
  const { changes: told } = await playBehind(gone, 'rest')
  expect(told?.failure).toContain('NOT_FOUND: expected 404, got 410')
  expect(told?.entries.length).toBeGreaterThan(0)
})
