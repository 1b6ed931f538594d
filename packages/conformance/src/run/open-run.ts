import { ConformanceFailure } from '../check/conformance-failure.ts'
import { spellings } from '../spellings/spellings.ts'
import type { SpellingName } from '../spellings/spelling.ts'
import type { Credentials } from '../wire/credentials.ts'
import type { CaseContext } from './case-context.ts'
import type { CaseOutcome } from './case-outcome.ts'
import type { ConformanceCase } from './conformance-case.ts'
import type { ConformanceTarget } from './conformance-target.ts'
import { openContext } from './open-context.ts'
import { runCase } from './run-case.ts'
import type { CaseOptions } from './run-case.ts'

/** A library that cases can be tried on: its user is signed in. */
export interface ConformanceRun {
  run(one: ConformanceCase, spelling: SpellingName): Promise<CaseOutcome>
  /** Signs out. */
  close(): Promise<void>
}

export interface RunOptions {
  /** @default 60000 */
  readonly timeoutMs?: number
  /** How often what meets by chance is tried. @default 4 */
  readonly rounds?: number
  /** How it signs in and out. @default api */
  readonly spelling?: SpellingName
  /** Hears of every exchange of a case; what it throws fails the case. */
  readonly hear?: CaseOptions['hear']
}

/** Signs in; throws where nobody answers, or the user is not let in. */
export const openRun = async (
  target: ConformanceTarget,
  { timeoutMs = 60_000, rounds = 4, spelling = 'api', hear }: RunOptions = {},
): Promise<ConformanceRun> => {
  const { user, password } = target
  const contextOf = (credentials: Credentials): CaseContext =>
    openContext({
      target,
      spelling: spellings[spelling],
      credentials,
      rounds,
      signal: AbortSignal.timeout(timeoutMs),
      tell: () => undefined,
      defer: () => undefined,
    })
  const own = contextOf({ kind: 'password', user, password })
  const token = await signIn(() => own.call('session.create', {}), target)
  const credentials = { kind: 'token', token } as const
  return {
    run: (one, name) =>
      runCase(one, { target, spelling: spellings[name], credentials, timeoutMs, rounds, hear }),
    close: () => contextOf(credentials).call('session.delete', {}),
  }
}

const signIn = async (call: () => Promise<string>, target: ConformanceTarget): Promise<string> => {
  try {
    return await call()
  } catch (cause) {
    const urls = target.urls.map(({ href }) => href).join(', ')
    const why = cause instanceof Error ? cause.message || String(cause) : String(cause)
    throw new ConformanceFailure(`${target.user} cannot sign in at ${urls}: ${why}`, { cause })
  }
}
