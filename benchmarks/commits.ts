/**
 * Durable commits a second by how they share syncs, and against `synchronous=NORMAL`, which waits for
 * none, in one interleaved run:
 *
 *     node --conditions=@accession/source benchmarks/commits.ts [rounds] [folder]
 *
 * Only the ratios mean anything: the machine's own speed comes and goes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insert, write } from '../packages/core/src/ports/index.ts'
import type { Store } from '../packages/core/src/ports/index.ts'
import { sampleRow } from '../packages/core/src/testing/index.ts'
import { createSqlStore } from '../packages/store-sql/src/create-sql-store.ts'
import { createSqliteStore } from '../packages/store-sql/src/sqlite/create-sqlite-store.ts'
import { sqliteDialect } from '../packages/store-sql/src/sqlite/dialect.ts'
import { migrate } from '../packages/store-sql/src/sqlite/migrate.ts'
import { migrations } from '../packages/store-sql/src/sqlite/migrations/index.ts'
import { openDatabase } from '../packages/store-sql/src/sqlite/open-database.ts'
import { createSqliteDriver } from '../packages/store-sql/src/sqlite/sqlite-driver.ts'

interface Way {
  readonly name: string
  readonly callers: number
  readonly synchronous: 'full' | 'normal'
  /** Whether each commit waits for the one before, and so has a transaction and a sync of its own. */
  readonly isAlone: boolean
}

const ways: readonly Way[] = [
  { name: '64 callers, grouped', callers: 64, synchronous: 'full', isAlone: false },
  { name: '64 callers, one transaction a commit', callers: 64, synchronous: 'full', isAlone: true },
  { name: '1 caller', callers: 1, synchronous: 'full', isAlone: false },
  { name: '64 callers, grouped, NORMAL', callers: 64, synchronous: 'normal', isAlone: false },
  { name: '1 caller, NORMAL', callers: 1, synchronous: 'normal', isAlone: false },
]
const rounds = Number(process.argv[2] ?? 7)
const roundMs = 400

const openStore = async (folder: string, { name, synchronous }: Way): Promise<Store> => {
  const path = join(folder, `${name}.sqlite`)
  if (synchronous === 'full') return createSqliteStore({ path })
  const database = await openDatabase(path, 5000)
  database.exec('pragma synchronous = normal')
  await migrate(database, path, { migrations, patienceMs: 5000, log: undefined })
  return createSqlStore(createSqliteDriver(database, 5000), sqliteDialect)
}

const oneByOne = (store: Store): Store => {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...store,
    commit: (changes) => {
      const next = last.then(() => store.commit(changes))
      last = next
      return next
    },
  }
}

/** A session is begun, then ended: two commits, each moving its library's version. */
const lifecycle = async (store: Store): Promise<void> => {
  const session = sampleRow('updateSession')
  await store.commit([insert('updateSession', session)])
  await store.commit([
    write('updateSession', session, { state: 'CANCELED', forgetAt: 1 }, { state: 'ACTIVE' }),
  ])
}

const commitsPerSecond = async (store: Store, callers: number): Promise<number> => {
  const start = performance.now()
  let commits = 0
  const call = async (): Promise<void> => {
    while (performance.now() - start < roundMs) {
      await lifecycle(store)
      commits += 2
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return (commits * 1000) / (performance.now() - start)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'accession-commits-'))
try {
  const stores = await Promise.all(
    ways.map(async (way) => ({ way, store: await openStore(folder, way), rates: [] as number[] })),
  )
  for (let round = 0; round <= rounds; round++) {
    for (const { way, store, rates } of stores) {
      const rate = await commitsPerSecond(way.isAlone ? oneByOne(store) : store, way.callers)
      if (round > 0) rates.push(rate)
    }
  }
  const [first] = stores
  for (const { way, rates } of stores) {
    const ratio = median(rates.map((rate, round) => (first?.rates[round] ?? Number.NaN) / rate))
    const perSecond = Math.round(median(rates)).toString().padStart(6)
    console.log(`${perSecond} commits/s  grouped is ${ratio.toFixed(2)} × ${way.name}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
