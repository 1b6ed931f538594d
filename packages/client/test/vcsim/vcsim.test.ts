import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createTestWorld } from '@accession/core/testing'
import { createApp } from '@accession/http'
import { itemTypes } from '@accession/item-types/adapters'
import { afterAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/index.ts'
import { probes, type Probed } from './probes.ts'
import { startVcsim } from './start-vcsim.ts'

const document = join(import.meta.dirname, '../../../../docs/client.md')

const [, section = ''] = readFileSync(document, 'utf8').split(
  '| A client expects that it | vcsim |',
)

/** The names of the probes that the table in the document lists as different. */
const listed = [...section.matchAll(/^\| ([^|]*[a-z][^|]*?) \|/gm)].map(([, name = '']) => name)

describe('this server', async () => {
  const { world, addUser } = createTestWorld()
  // A wrong password is answered late, by a clock that nobody winds here: it does not wait for it.
  const clock = { ...world.clock, sleep: async () => setTimeout(1) }
  const app = createApp({ ...world, clock, itemTypes })
  const { name } = await addUser({ grants: [{ role: 'admin', libraryId: null }] })
  const clientOf = (password: string) =>
    createClient({
      server: 'http://library.test',
      user: name,
      password,
      fetch: async (input, init) => app.fetch(new Request(input, init)),
    })
  const client = clientOf('correct horse')
  const server: Probed = { user: name, client, clientOf, datastore_id: 'datastore-1' }

  it.each(Object.entries(probes))('%s', async (_, probe) => {
    await expect(probe(server)).resolves.toBeUndefined()
  })

  it('is spoken to in /api', () => expect(client.connection.spelling).toBe('api'))
})

const vcsim = await startVcsim()
if (vcsim.missing !== undefined) console.warn(`Skipped: the client against vcsim; ${vcsim.missing}`)

describe.skipIf(vcsim.missing !== undefined)('vcsim', () => {
  const { url, datastore_id } =
    vcsim.missing === undefined ? vcsim : { url: 'http://not-started.invalid', datastore_id: '' }
  afterAll(async () => vcsim.missing === undefined && vcsim.stop())
  const clientOf = (password: string) => createClient({ server: url, user: 'user', password })
  const client = clientOf('pass')

  it.each(Object.entries(probes))('%s, unless the document lists it', async (name, probe) => {
    const outcome = probe({ user: 'user', client, clientOf, datastore_id })
    if (listed.includes(name)) await expect(outcome).rejects.toThrow()
    else await expect(outcome).resolves.toBeUndefined()
  })

  it('is spoken to in /rest', () => expect(client.connection.spelling).toBe('rest'))
})

it('has a table of differences that names what is tried', () => {
  expect(listed.length).toBeGreaterThan(0)
  expect(listed.filter((name) => !(name in probes))).toEqual([])
})
