import { describe } from 'vitest'
import { describeMoveRaces } from './library-moves/describe-races.ts'
import { describeMoves } from './library-moves/describe-moves.ts'
import type { OpenTaskStore } from './tasks/describe-runs.ts'

/** Libraries that move to another place for bytes, over the catalog that a suite opens. */
export const describeLibraryMoves = (name: string, open: OpenTaskStore): void => {
  describe(`library moves: ${name}`, () => {
    describeMoves(open)
    describeMoveRaces(open)
  })
}
