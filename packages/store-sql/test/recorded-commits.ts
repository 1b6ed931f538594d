import { tableShapes } from '@accession/core/ports'
import type { Store } from '@accession/core/ports'
import { createCommitWriter } from '../src/commit-statements.ts'
import type { Statement } from '../src/driver.ts'
import { quoted } from '../src/names.ts'
import { sqliteDialect } from '../src/sqlite/dialect.ts'

/** A commit in words, and how many reads came before it. */
interface RecordedCommit {
  readonly reads: number
  readonly statements: string
}

/** A store that remembers what it was asked. */
export interface RecordingStore {
  readonly store: Store
  /** What was committed since it was last asked; alike commits in a row count once. */
  readonly take: () => readonly RecordedCommit[]
}

const statementsOf = createCommitWriter(sqliteDialect)

export const record = (inner: Store): RecordingStore => {
  let reads = 0
  let commits: RecordedCommit[] = []
  const store: Store = {
    find(table, query) {
      reads++
      return inner.find(table, query)
    },
    findWith(table, parents, query) {
      reads++
      return inner.findWith(table, parents, query)
    },
    ids(table, query) {
      reads++
      return inner.ids(table, query)
    },
    commit(changes) {
      const statements = statementsOf(changes).map(inWords).join(', ')
      if (commits.at(-1)?.statements !== statements) commits.push({ reads, statements })
      reads = 0
      return inner.commit(changes)
    },
  }
  return {
    store,
    take() {
      const taken = commits
      reads = 0
      commits = []
      return taken
    },
  }
}

/** A statement as its verb and its table: `write item`. */
const inWords = (statement: Statement): string => `${verbOf(statement)} ${statement.table}`

const verbOf = ({ sql, table }: Statement): string => {
  if (sql.startsWith('select')) return 'check'
  if (sql.startsWith('insert')) return 'insert'
  if (sql.startsWith('update')) return sql.includes('set "revision"') ? 'write' : 'adjust'
  const parents = Object.values(tableShapes[table].parents)
  const others = tableShapes[table].indexes.map(({ columns }) => columns[0] ?? '')
  const isByColumn = (column: string): boolean => sql.includes(`where ${quoted(column)}`)
  return [...parents, ...others].some(isByColumn) ? 'clear' : 'remove'
}
