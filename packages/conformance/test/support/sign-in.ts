import type { CaseContext } from '../../src/run/case-context.ts'
import type { ConformanceTarget } from '../../src/run/conformance-target.ts'
import { openContext } from '../../src/run/open-context.ts'
import type { SpellingName } from '../../src/spellings/spelling.ts'
import { spellings } from '../../src/spellings/spellings.ts'
import type { Credentials } from '../../src/wire/credentials.ts'

/** Against a hang, not against slowness. */
const callingMs = 300_000

/** What a test outside the suite calls a library with; nothing that it makes is taken away. */
export const contextOf = (
  target: ConformanceTarget,
  credentials: Credentials,
  spelling: SpellingName = 'api',
): CaseContext =>
  openContext({
    target,
    spelling: spellings[spelling],
    credentials,
    rounds: 1,
    signal: AbortSignal.timeout(callingMs),
    tell: () => undefined,
    defer: () => undefined,
  })

/** Signs a user in, the target's own where none is given; answers the token. */
export const signIn = (
  target: ConformanceTarget,
  { user, password }: Readonly<Record<'user' | 'password', string>> = target,
): Promise<string> =>
  contextOf(target, { kind: 'password', user, password }).call('session.create', {})
