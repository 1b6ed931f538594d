import { operations } from '@accession/core/contract'
import type { SpellingName } from '../../src/spellings/spelling.ts'
import { answerTo } from './answer-to.ts'
import { kindsOf } from './call-kinds.ts'
import type { Ground } from './ground.ts'
import { unknownArguments } from './site.ts'

/** Calls every operation without signing in; answers those that were not refused for that. */
export const tryUnsigned = async (
  ground: Ground,
  spelling: SpellingName,
): Promise<readonly string[]> => {
  const wrong: string[] = []
  for (const operation of operations) {
    for (const kind of kindsOf(operation)) {
      const given = unknownArguments(kind)
      const { error } = await answerTo(ground, spelling, operation, given, 'stranger')
      if (error?.type === 'UNAUTHENTICATED') continue
      wrong.push(`${operation.name} ${kind.text}: it was ${error?.type ?? 'allowed'}`)
    }
  }
  return wrong
}
