import { describeConformance } from '../src/vitest/index.ts'
import { startEdge } from './support/start-edge.ts'
import { tierOfWorkers } from './support/tier.ts'

describeConformance('the Worker in workerd', () => startEdge(), {
  ...tierOfWorkers,
  skip: {
    'uploads: who waits for 100 Continue in vain sends nothing':
      'workerd tells a client to go on before the Worker sees the request',
  },
})
