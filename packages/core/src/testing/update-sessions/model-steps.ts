import * as fc from 'fast-check'

import { fileMoves } from './file-moves.ts'
import type { ModelStage, Move, Step } from './model-stage.ts'
import { otherMoves } from './other-moves.ts'
import { sessionMoves } from './session-moves.ts'

const movers = { ...sessionMoves, ...fileMoves, ...otherMoves } as const

type StepKind = keyof typeof movers

/** A step, and what is done in it. */
export interface KindOfStep extends Step {
  readonly kind: StepKind
}

/** Makes a step ready where it can be taken. */
export const moveOf = async (stage: ModelStage, step: KindOfStep): Promise<Move | undefined> =>
  movers[step.kind](stage, step)

const often: readonly StepKind[] = ['create', 'add', 'add', 'upload', 'upload', 'complete']
const kinds: readonly StepKind[] = [...often, ...often, ...(Object.keys(movers) as StepKind[])]

/** Steps at random: small numbers that each kind picks by. */
export const stepArbitrary: fc.Arbitrary<KindOfStep> = fc.record({
  kind: fc.constantFrom(...kinds),
  who: fc.nat(2),
  session: fc.nat(6),
  item: fc.nat(3),
  name: fc.nat(3),
  content: fc.nat(3),
  variant: fc.nat(5),
})
