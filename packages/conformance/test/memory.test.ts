import { describeConformance } from '../src/vitest/index.ts'
import { startNode } from './support/start-node.ts'
import { tierOfAddresses } from './support/tier.ts'

describeConformance('a node in memory', () => startNode({ store: 'memory:' }), tierOfAddresses)
