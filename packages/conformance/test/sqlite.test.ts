import { describeConformance } from '../src/vitest/index.ts'
import { startNode } from './support/start-node.ts'

describeConformance('a node on SQLite and a folder', () => startNode())
