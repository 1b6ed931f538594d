import type { SqlDriver } from '../driver.ts'
import { classified, lostRace } from './errors.ts'
import { createGuard } from './guarded-sql.ts'
import type { SentStatement } from './pipeline.ts'
import type { Answer, PostgresPool } from './postgres-pool.ts'

/** A driver that has connections of its own. */
export interface PostgresDriver extends SqlDriver {
  /** Answers what was asked, refuses what comes after, and lets go of the connections. */
  close(): Promise<void>
}

/** A driver over a pool: each read and each commit waits for the network once. */
export const createPostgresDriver = (pool: PostgresPool): PostgresDriver => {
  const running = new Set<Promise<unknown>>()
  const guard = createGuard()
  let closing: Promise<void> | undefined

  const send = async (statements: readonly SentStatement[]): Promise<Answer> => {
    if (closing) throw classified(new Error('The catalog is closed'))
    const answer = pool.send(statements)
    running.add(answer)
    try {
      return await answer
    } catch (error) {
      throw classified(error)
    } finally {
      running.delete(answer)
    }
  }

  return {
    async all(sql, params) {
      const first = await send([{ sql, params }])
      // The connection may have been broken since it was last used.
      const answer = 'error' in first && first.isLost ? await send([{ sql, params }]) : first
      if ('error' in answer) throw classified(answer.error)
      return answer.rows
    },

    async batch(statements) {
      if (statements.length === 0) return { outcome: 'done' }
      const answer = await send(statements.map(guard))
      if ('rows' in answer) return { outcome: 'done' }
      const table = statements[answer.at]?.table
      const lost = table && lostRace(answer.error, table)
      if (!lost) throw classified(answer.error)
      return lost
    },

    close() {
      closing ??= Promise.allSettled(running).then(() => pool.close())
      return closing
    },
  }
}
