import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@accession/engines/postgres'
import type { PostgresDatabase } from '@accession/engines/postgres'
import { expect, it } from 'vitest'
import { everyPrivilege } from './privileges/contract-data.ts'
import { describePrivileges } from './privileges/describe-privileges.ts'
import type { StartedServer } from './privileges/describe-privileges.ts'
import { rolesOnPage } from './privileges/roles-page.ts'
import { startNodeServer } from './support/start-node.ts'
import { undoing } from './support/undoing.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'

const startInFolder = (database?: PostgresDatabase): Promise<StartedServer> =>
  undoing(async ({ defer, end }) => {
    if (database) defer(() => database.drop())
    const data = mkdtempSync(join(tmpdir(), 'accession-privileges-'))
    defer(() => rmSync(data, { recursive: true, force: true }))
    const server = await startNodeServer({ data, ...(database && { store: database.url }) })
    defer(() => server.close())
    return { server, end }
  })

it('the page of roles has each privilege of the data, and no other', () => {
  expect([...rolesOnPage.keys()].toSorted()).toEqual(everyPrivilege)
})

describePrivileges('privileges, in memory', async () => {
  const server = await startNodeServer({ store: 'memory:', blobs: 'memory:' })
  return { server, end: () => server.close() }
})

// In the long tier alone: privileges are decided in core, whatever holds the grants.
if (isLong) {
  describePrivileges('privileges, on SQLite', () => startInFolder())
  describePrivileges('privileges, on PostgreSQL', async () => startInFolder(await createDatabase()))
}
