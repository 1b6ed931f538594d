import { afterAll, expect } from 'vitest'
import { describeConformance } from '../src/vitest/index.ts'
import { readDescription } from './support/described-exchanges.ts'
import type { DescribedExchanges } from './support/described-exchanges.ts'
import { startNode } from './support/start-node.ts'
import { tierOfAddresses } from './support/tier.ts'

let description: DescribedExchanges | undefined

describeConformance('a node in memory', () => startNode({ store: 'memory:' }), {
  ...tierOfAddresses,
  async hearing({ urls: [url] }) {
    if (!url) throw new Error('The node has no URL')
    description = await readDescription(url)
    return description.hold
  },
})

afterAll(() => {
  expect(description?.held.size, 'answers held against the document').toBeGreaterThan(250)
})
