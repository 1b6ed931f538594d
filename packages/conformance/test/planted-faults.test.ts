import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesInSpellings, conformanceCases, runConformance, spellingNames } from '../src/index.ts'
import type { CaseOutcome, ConformanceTarget } from '../src/index.ts'
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
  const outcomes: (CaseOutcome | string)[] = []
  for (const spelling of spellingNames) {
    if (casesInSpellings(cases, [spelling]).length === 0) continue
    const tried = runConformance(target, { cases, spellings: [spelling] })
    outcomes.push(...(await tried.catch((error: unknown) => [String(error)])))
  }
  return outcomes
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
  const cases = conformanceCases.filter(({ name }) => names.includes(name))
  expect(outcomes).toHaveLength(casesInSpellings(cases, spellingNames).length)
  for (const outcome of outcomes) expect(outcome).toMatchObject({ outcome: 'passed' })
})
