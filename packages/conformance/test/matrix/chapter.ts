import type { CaseContext } from '../../src/run/case-context.ts'
import type { Credentials } from '../../src/wire/credentials.ts'

/** Who else takes part in a scenario, and what is no part of it. */
interface Aside {
  readonly administrator: Credentials
  /** May only read. */
  readonly viewer: Credentials
  /** The address of a library that somebody else publishes. */
  readonly publisher: string
  /** Calls of which nothing is told: to wait for something. */
  readonly unrecorded: CaseContext
}

/** A part of the scenario that makes what it needs, and is told of by itself. */
export type Chapter = (context: CaseContext, aside: Aside) => Promise<void>
