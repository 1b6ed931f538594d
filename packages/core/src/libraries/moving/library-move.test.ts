import { createMemoryStore } from '../../memory/store.ts'
import { describeLibraryMoves } from '../../testing/describe-library-moves.ts'

describeLibraryMoves('memory', async () => ({ store: createMemoryStore() }))
