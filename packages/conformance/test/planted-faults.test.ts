import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conformanceCases, runConformance } from '../src/index.ts'
import type { ConformanceTarget } from '../src/index.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { faults } from './support/faults.ts'
import { startFaultyProxy } from './support/faulty-proxy.ts'
import type { Fault } from './support/faulty-proxy.ts'
import { startNode } from './support/start-node.ts'

let node: StartedTarget

beforeAll(async () => {
  node = await startNode({ store: 'memory:' })
})

afterAll(() => node[Symbol.asyncDispose]?.())

/** What comes of the cases of these names behind a proxy that breaks a rule. */
const outcomesBehind = async (fault: Fault, ...names: readonly string[]) => {
  const [url] = node.urls
  if (!url) throw new Error('The node has no URL')
  await using proxy = await startFaultyProxy(url, fault)
  const target: ConformanceTarget = { ...node, urls: [proxy.url] }
  const cases = conformanceCases.filter(({ name }) => names.includes(name))
  expect(cases).toHaveLength(names.length)
  const first = await runConformance(target, { cases, spellings: ['rest'] }).catch(String)
  const second = await runConformance(target, { cases, spellings: ['api'] }).catch(String)
  return [first, second].flat()
}

describe('a library that breaks a rule is found out', () => {
  it.each(Object.entries(faults))('where %s', async (_, { foundBy, told, ...fault }) => {
    const outcomes = await outcomesBehind(fault, foundBy)
    const reasons = outcomes.map((one) => (typeof one === 'string' ? one : one.reason))
    expect(reasons).toContainEqual(expect.stringContaining(told))
  })
})

it('a proxy that breaks nothing is not found', async () => {
  const names = [...new Set(Object.values(faults).map(({ foundBy }) => foundBy))]
  const outcomes = await outcomesBehind({}, ...names)
  expect(outcomes).toHaveLength(names.length * 2)
  for (const outcome of outcomes) expect(outcome).toMatchObject({ outcome: 'passed' })
})
