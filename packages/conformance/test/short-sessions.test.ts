import { conformanceCases } from '../src/index.ts'
import { describeConformance } from '../src/vitest/index.ts'
import { startNode } from './support/start-node.ts'

const expiring = conformanceCases.filter(({ name }) => name.includes('past its expiry'))

describeConformance(
  'a node whose sessions live for seconds',
  () => startNode({ sessionTimeout: '5' }),
  { cases: expiring },
)
