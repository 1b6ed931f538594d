import { createMemoryStore } from '../memory/store.ts'
import { describeTasks } from '../testing/describe-tasks.ts'

describeTasks('memory', async () => ({ store: createMemoryStore() }))
