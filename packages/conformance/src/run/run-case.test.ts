import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ConformanceFailure } from '../check/conformance-failure.ts'
import { spellings } from '../spellings/spellings.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { runCase } from './run-case.ts'

const run = (one: ConformanceCase['run'], timeoutMs = 5_000) =>
  runCase(
    { name: 'a: b', rule: 'Health', run: one },
    {
      target: { urls: [new URL('http://127.0.0.1:1')], user: 'u', password: 'p' },
      spelling: spellings.api,
      credentials: { kind: 'none' },
      timeoutMs,
      rounds: 1,
    },
  )

describe('a case', () => {
  it('passes, fails or is skipped, and says why', async () => {
    expect(await run(async () => undefined)).toMatchObject({
      case: { name: 'a: b', rule: 'Health' },
      spelling: 'api',
      outcome: 'passed',
    })
    const failing = run(async () => {
      throw new ConformanceFailure('not so')
    })
    expect(await failing).toMatchObject({ outcome: 'failed', reason: 'not so' })
    const skipped = run(async (context) => context.skip('not here'))
    expect(await skipped).toMatchObject({ outcome: 'skipped', reason: 'not here' })
  })

  it('fails where nobody answers', async () => {
    const outcome = await run(async (context) => void (await context.call('library.list', {})))
    expect(outcome).toMatchObject({ outcome: 'failed' })
    expect(outcome.reason).toContain('ECONNREFUSED')
  })

  it('is cleaned up last first, whatever came of it', async () => {
    const undone: string[] = []
    const outcome = await run(async (context) => {
      context.defer(async () => void undone.push('first'))
      context.defer(() => Promise.reject(new Error('cannot be undone')))
      context.defer(async () => void undone.push('last'))
      throw new ConformanceFailure('not so')
    })
    expect(undone).toEqual(['last', 'first'])
    expect(outcome).toMatchObject({ outcome: 'failed', reason: 'not so' })
  })

  it('fails where it cannot be cleaned up', async () => {
    const outcome = await run(async (context) => {
      context.defer(() => Promise.reject(new ConformanceFailure('cannot be undone')))
    })
    expect(outcome).toMatchObject({ outcome: 'failed', reason: 'cannot be undone' })
  })

  it('has so much time and no more, and is cleaned up then with time of its own', async () => {
    let isOver = false
    let isUndone = false
    const outcome = await run(async (context) => {
      context.signal.addEventListener('abort', () => (isOver = true))
      context.defer(async (cleaner) => void (isUndone = !cleaner.signal.aborted))
      await sleep(60_000, undefined, { signal: context.signal })
    }, 20)
    expect(outcome).toMatchObject({ outcome: 'failed', reason: 'The case took longer than 20 ms' })
    expect([isOver, isUndone]).toEqual([true, true])
  })
})
