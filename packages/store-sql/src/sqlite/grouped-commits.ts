import { isAccessionError } from '@accession/core/errors'
import type { BatchOutcome, Statement } from '../driver.ts'
import { classified } from './errors.ts'
import type { GroupedReads } from './grouped-reads.ts'
import type { LogSync } from './log-sync.ts'
import { retryDelayMs } from './patience.ts'
import type { Prepared } from './prepared.ts'
import { refuseWaiting } from './refuse-waiting.ts'
import { rollBack } from './roll-back.ts'
import { runStatements } from './run-statements.ts'

interface Waiting {
  readonly statements: readonly Statement[]
  readonly deadline: number
  readonly resolve: (outcome: BatchOutcome) => void
  readonly reject: (error: unknown) => void
}

/** Applies commits of one connection; resolves once they are on disk. */
export type GroupedCommits = (statements: readonly Statement[]) => Promise<BatchOutcome>

/** So many statements at most hold up the event loop at a time. */
const groupStatementsMax = 2000

/** As many as an operation has queries, one after the other, before it commits. */
const turnsForReadsMax = 4

/** What commits share their connection with. */
interface Surroundings {
  /** Brings transactions to disk that do not sync themselves. */
  readonly log: LogSync | undefined
  readonly reads: Pick<GroupedReads, 'areWaiting'>
}

/**
 * Gathers the commits of one turn of the event loop into one transaction, a savepoint each, and
 * answers them once it is on disk: by the transaction itself, or by a sync of the log. While queries
 * wait the transaction waits for them, a few turns at most: a sync lets go of many who then read,
 * decide and commit, and would be late for it by a hair's breadth (measured: 13 % of the CPU time of
 * 64 callers). While another process holds the file commits wait together, off the event loop, each
 * for `patienceMs` at most.
 */
export const createGroupedCommits = (
  prepared: Prepared,
  patienceMs: number,
  { log, reads }: Surroundings,
): GroupedCommits => {
  const queue: Waiting[] = []
  let isScheduled = false
  let attempts = 0
  let turnsForReads = 0

  const schedule = (delayMs: number): void => {
    if (isScheduled || queue.length === 0) return
    isScheduled = true
    if (delayMs === 0) whenSynced(() => setImmediate(flush))
    else setTimeout(flush, delayMs)
  }

  /** What comes while the log is synced would wait for the next sync anyway: it shares a transaction. */
  const whenSynced = (then: () => void): void => {
    const pending = log?.pending
    if (pending) pending.then(then, then)
    else then()
  }

  const flush = (): void => {
    if (reads.areWaiting && turnsForReads < turnsForReadsMax) {
      turnsForReads++
      setImmediate(flush)
      return
    }
    turnsForReads = 0
    isScheduled = false
    try {
      prepared('begin immediate').run()
      attempts = 0
      commitGroup(prepared, takeGroup(queue), log)
      schedule(0)
    } catch (error) {
      attempts++
      queue.push(...refuseWaiting(queue.splice(0), error))
      schedule(retryDelayMs(attempts))
    }
  }

  return (statements) =>
    new Promise((resolve, reject) => {
      queue.push({ statements, deadline: performance.now() + patienceMs, resolve, reject })
      schedule(0)
    })
}

const takeGroup = (queue: Waiting[]): readonly Waiting[] => {
  let statements = 0
  const end = queue.findIndex((each) => (statements += each.statements.length) > groupStatementsMax)
  return queue.splice(0, end === -1 ? queue.length : Math.max(end, 1))
}

/** Answers a group when its transaction is on disk; if it does not get there, all of it failed. */
const commitGroup = (
  prepared: Prepared,
  group: readonly Waiting[],
  log: LogSync | undefined,
): void => {
  try {
    const answers = group.map((each) => apply(prepared, each))
    prepared('commit').run()
    answerOnceSynced(group, answers, log)
  } catch (error) {
    rollBack((sql) => prepared(sql).run())
    for (const { reject } of group) reject(classified(error))
  }
}

const answerOnceSynced = (
  group: readonly Waiting[],
  answers: readonly (() => void)[],
  log: LogSync | undefined,
): void => {
  const answerAll = (): void => {
    for (const answer of answers) answer()
  }
  if (!log) return answerAll()
  log.sync().then(answerAll, (error: unknown) => {
    for (const { reject } of group) reject(error)
  })
}

/** One commit in its savepoint; says how it will be answered. What fails the engine fails the group. */
const apply = (prepared: Prepared, { statements, resolve, reject }: Waiting): (() => void) => {
  prepared('savepoint change').run()
  let answer: () => void
  try {
    const outcome = runStatements(prepared, statements)
    if (outcome.outcome !== 'done') prepared('rollback to change').run()
    answer = () => resolve(outcome)
  } catch (error) {
    const failure = classified(error)
    if (isAccessionError(failure)) throw failure
    prepared('rollback to change').run()
    answer = () => reject(failure)
  }
  prepared('release change').run()
  return answer
}
