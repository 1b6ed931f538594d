import { describeConformance } from '../src/vitest/index.ts'
import { startNodes } from './support/start-nodes.ts'
import { tierOfOneSpelling } from './support/tier.ts'

describeConformance('three nodes on PostgreSQL and S3', () => startNodes(3), tierOfOneSpelling)
