import type { ConformanceTarget } from '../../src/run/conformance-target.ts'
import type { SpellingName } from '../../src/spellings/spelling.ts'
import { contextOf, signIn } from '../support/sign-in.ts'
import type { Chapter } from './chapter.ts'
import { createNormalizer } from './normalize.ts'
import { recording } from './recording.ts'
import type { Entry } from './recording.ts'

/** What a chapter did in a spelling, and why it broke off where it did. */
interface Told {
  readonly entries: readonly Entry[]
  readonly failure?: string
}

/** The chapters by their names. */
export type Transcript = Readonly<Record<string, Told>>

/** Plays chapters in a spelling, one after the other, on a library that is empty and nobody else's. */
export const play = async (
  chapters: Readonly<Record<string, Chapter>>,
  target: ConformanceTarget,
  spelling: SpellingName,
  publisher = 'https://publisher.invalid/lib.json',
): Promise<Transcript> => {
  const { user, password, secondUser } = target
  if (!secondUser) throw new Error('The scenario needs a second user')
  const aside = {
    administrator: { kind: 'password', user, password },
    viewer: { kind: 'token', token: await signIn(target, secondUser) },
    publisher,
  } as const
  const plain = contextOf(target, { kind: 'token', token: await signIn(target) }, spelling)
  const told: Record<string, Told> = {}
  for (const [name, chapter] of Object.entries(chapters)) {
    const entries: Entry[] = []
    const normalize = createNormalizer(new URL(String(target.urls[0])).origin)
    const context = recording(plain, (entry) => entries.push(normalize(entry)))
    const failure = await chapter(context, { ...aside, unrecorded: plain }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
    )
    told[name] = { entries, ...(failure !== undefined && { failure }) }
  }
  return told
}
