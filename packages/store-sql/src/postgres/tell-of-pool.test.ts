import { createMetrics } from '@accession/core'
import { measured } from '@accession/core/testing'
import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { sharedCatalog } from '../../test/postgres-catalog.ts'
import { createPostgresStore } from './create-postgres-store.ts'

const catalog = sharedCatalog()

it('a store tells of its connections, and of the queries that wait for one', async () => {
  const metrics = createMetrics()
  const connections = (state: string) =>
    measured(metrics, 'accession_postgres_connections', { state })
  const waiting = () => measured(metrics, 'accession_postgres_waiting')
  await using store = await createPostgresStore({ url: catalog.url(), poolSize: 2, metrics })
  expect([connections('busy'), connections('idle'), waiting()]).toEqual([0, 0, 0])

  const other = new Client({ connectionString: catalog.url() })
  await other.connect()
  onTestFinished(() => other.end())
  await other.query('begin; lock table "setting" in access exclusive mode')
  const find = () => store.find('setting', { where: { id: 'a' }, limit: 1 })
  const finds = Promise.all([find(), find(), find()])
  await expect.poll(() => [connections('busy'), waiting()]).toEqual([2, 1])
  await other.query('rollback')
  await finds
  expect([connections('busy'), connections('idle'), waiting()]).toEqual([0, 2, 0])
})
