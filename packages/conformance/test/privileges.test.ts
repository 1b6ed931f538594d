import { expect, it } from 'vitest'
import { describePrivileges } from './privileges/describe-privileges.ts'
import { everyPrivilege } from './privileges/contract-data.ts'
import { layGround } from './privileges/ground.ts'
import { rolesOnPage } from './privileges/roles-page.ts'
import { startNodeServer } from './support/start-node.ts'

it('the page of roles has each privilege of the data, and no other', () => {
  expect([...rolesOnPage.keys()].toSorted()).toEqual(everyPrivilege)
})

describePrivileges('privileges, in memory', async () => {
  const server = await startNodeServer({ store: 'memory:', blobs: 'memory:' })
  return { ground: await layGround(server), end: () => server.close() }
})
