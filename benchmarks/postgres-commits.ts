/**
 * Durable commits a second on PostgreSQL, and what it costs that sessions share a library:
 *
 *     node --conditions=@accession/source benchmarks/postgres-commits.ts [rounds]
 *
 * Only the ratios mean anything: the machine's own speed comes and goes.
 */
import { startPostgres } from '../packages/engines/src/postgres/index.ts'
import { adjust, insert, write } from '../packages/core/src/ports/index.ts'
import type { Library, Store } from '../packages/core/src/ports/index.ts'
import { sampleRow } from '../packages/core/src/testing/index.ts'
import { createPostgresStore } from '../packages/store-sql/src/postgres/index.ts'

interface Way {
  readonly name: string
  readonly callers: number
  readonly libraries: number
}

const ways: readonly Way[] = [
  { name: '50 callers, each in a library of its own', callers: 50, libraries: 50 },
  { name: '50 callers in one library', callers: 50, libraries: 1 },
  { name: '10 callers, each in a library of its own', callers: 10, libraries: 10 },
  { name: '10 callers in one library', callers: 10, libraries: 1 },
  { name: '1 caller', callers: 1, libraries: 1 },
]
const rounds = Number(process.argv[2] ?? 7)
const roundMs = 400

/** A session is begun, then completed, which moves its library's version: two commits. */
const lifecycle = async (store: Store, { id: libraryId }: Library): Promise<void> => {
  const session = sampleRow('updateSession', { libraryId })
  await store.commit([insert('updateSession', session)])
  await store.commit([
    write('updateSession', session, { state: 'DONE', forgetAt: 1 }, { state: 'ACTIVE' }),
    adjust('library', libraryId, { add: { version: 1 }, where: { deletedAt: null } }),
  ])
}

const commitsPerSecond = async (store: Store, { callers, libraries }: Way): Promise<number> => {
  const rows = Array.from({ length: libraries }, () => sampleRow('library'))
  await store.commit(rows.map((row) => insert('library', row)))
  const start = performance.now()
  let commits = 0
  const call = async (_: unknown, at: number): Promise<void> => {
    while (performance.now() - start < roundMs) {
      await lifecycle(store, rows[at % libraries] as Library)
      commits += 2
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return (commits * 1000) / (performance.now() - start)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

await using server = await startPostgres({ fsync: true })
const { url } = await server.createDatabase()
await using store = await createPostgresStore({ url, poolSize: 20 })
const rates = ways.map(() => [] as number[])
for (let round = 0; round <= rounds; round++) {
  for (const [at, way] of ways.entries()) {
    const rate = await commitsPerSecond(store, way)
    if (round > 0) rates[at]?.push(rate)
  }
}
for (const [at, way] of ways.entries()) {
  const perSecond = Math.round(median(rates[at] ?? []))
    .toString()
    .padStart(6)
  console.log(`${perSecond} commits/s  ${way.name}`)
}
