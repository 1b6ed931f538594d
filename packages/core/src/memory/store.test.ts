import { describeSnapshots } from '../testing/describe-snapshots.ts'
import { describeStore } from '../testing/describe-store.ts'
import { createMemoryStore } from './store.ts'

describeStore('memory', async () => createMemoryStore())
describeSnapshots('memory', async () => createMemoryStore())
