import { describeConformance } from '../src/vitest/index.ts'
import { startNode } from './support/start-node.ts'
import { tier } from './support/tier.ts'

describeConformance('a node on SQLite and a folder', () => startNode(), tier)
