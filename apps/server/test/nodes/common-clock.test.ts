import { createTestLog } from '@accession/core/testing'
import { createDatabase, runSql } from '@accession/engines/postgres'
import { expect, it } from 'vitest'
import { openCatalog } from '../../src/open-catalog.ts'

const twoHours = 7_200_000
const within = 30_000

it('nodes go by the clock of their database, whatever their machines show', async () => {
  await using database = await createDatabase()
  const name = new URL(database.url).pathname.slice(1)
  await runSql(
    database.url,
    'create function public.clock_timestamp() returns timestamptz language sql as ' +
      "$$ select pg_catalog.clock_timestamp() + interval '2 hours' $$",
  )
  // What is built in is looked up after that.
  await runSql(database.url, `alter database ${name} set search_path = public, pg_catalog`)
  const log = createTestLog()
  const [one, other] = await Promise.all(
    [1, 2].map(() => openCatalog({ kind: 'postgres', url: database.url }, { log })),
  )
  try {
    for (const clock of [one?.clock, other?.clock]) {
      const ahead = (clock?.now() ?? 0) - Date.now()
      expect(Math.abs(ahead - twoHours)).toBeLessThan(within)
    }
    const told = log.lines.filter(({ event }) => event === 'clock.machine_differs')
    expect(told).toHaveLength(2)
  } finally {
    await Promise.all([one?.close(), other?.close()])
  }
})
