import { conformanceCases } from '../src/index.ts'
import { describeConformance } from '../src/vitest/index.ts'
import { startEdge } from './support/start-edge.ts'
import { startNode } from './support/start-node.ts'
import { startNodes } from './support/start-nodes.ts'

const seconds = '5'
const cases = conformanceCases.filter(({ name }) => name.includes('past its expiry'))

// What the other hosts of the matrix skip, as there sessions live for minutes.
describeConformance('sessions of seconds on SQLite', () => startNode({ sessionTimeout: seconds }), {
  cases,
})
describeConformance(
  'sessions of seconds on three nodes',
  () => startNodes(3, { sessionTimeout: seconds }),
  { cases },
)
describeConformance(
  'sessions of seconds in workerd',
  () => startEdge({ ACCESSION_SESSION_TIMEOUT: seconds }),
  { cases },
)
