import { createHash } from 'node:crypto'
import { createTestWorld } from '@accession/core/testing'
import { createApp } from '@accession/http'
import { describe, expect, it } from 'vitest'
import {
  createClient,
  downloadItem,
  isApiError,
  openItem,
  uploadItem,
  type Spelling,
} from '../src/index.ts'

const password = 'correct horse'

/** A signed-in client of an app in this process. */
const serve = async (spelling: Spelling) => {
  const testWorld = createTestWorld()
  const app = createApp(testWorld.world)
  const { name } = await testWorld.addUser({ grants: [{ role: 'admin', libraryId: null }] })
  const requests: string[] = []
  const client = createClient({
    server: 'http://library.test',
    user: name,
    password,
    spelling,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      requests.push(`${request.method} ${new URL(request.url).pathname}`)
      return app.fetch(request)
    },
  })
  return { ...testWorld, client, requests }
}

const fileOf = (name: string, content: string) => ({
  name,
  size: new TextEncoder().encode(content).byteLength,
  open: () => new Blob([content]).stream(),
  checksum: {
    algorithm: 'SHA256' as const,
    checksum: createHash('sha256').update(content).digest('hex'),
  },
})

const download = async (client: Awaited<ReturnType<typeof serve>>['client'], itemId: string) => {
  const texts: Record<string, string> = {}
  await downloadItem(client, {
    itemId,
    open: ({ name }) => {
      texts[name] = ''
      return new WritableStream({
        write: (piece) => void (texts[name] += new TextDecoder().decode(piece)),
      })
    },
  })
  return texts
}

describe.each(['api', 'rest'] as const)('a client of this server in /%s', (spelling) => {
  it('creates, finds, reads and deletes', async () => {
    const { client, requests } = await serve(spelling)
    const create_spec = {
      name: 'images',
      storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
    } as const
    const library_id = await client.localLibrary.create({ create_spec })
    expect(await client.library.list()).toEqual([library_id])
    expect(await client.library.find({ spec: { name: 'IMAGES' } })).toEqual([library_id])
    expect(await client.library.get({ library_id })).toMatchObject({
      ...create_spec,
      type: 'LOCAL',
    })
    await client.localLibrary.update({ library_id, update_spec: { description: 'text' } })
    expect((await client.localLibrary.get({ library_id })).description).toBe('text')
    expect(await client.localLibrary.delete({ library_id })).toBeUndefined()
    const gone = await client.library.get({ library_id }).catch((error: unknown) => error)
    expect(gone).toSatisfy((error) => isApiError(error, 'NOT_FOUND'))
    expect(gone).toMatchObject({ id: 'accession.library.not_found', args: [library_id] })
    expect(requests.every((one) => one.includes(` /${spelling}/`))).toBe(true)
  })

  it('carries files there and back', async () => {
    const { client, addLibrary } = await serve(spelling)
    const library = await addLibrary()
    const files = { 'a b.txt': 'first', 'ü#?.txt': 'second', empty: '' }
    const itemId = await uploadItem(client, {
      item: { library_id: library.id, name: 'texts' },
      files: Object.entries(files).map(([name, content]) => fileOf(name, content)),
    })
    expect(await client.updateSession.list()).toEqual([])
    expect(await download(client, itemId)).toEqual(files)
    expect(await client.downloadSession.list()).toEqual([])

    const replaced = fileOf('empty', 'no longer')
    expect(await uploadItem(client, { item: itemId, files: [replaced] })).toBe(itemId)
    expect(await download(client, itemId)).toEqual({ ...files, empty: 'no longer' })
  })

  it('reads parts of files without the rest of them', async () => {
    const { client } = await serve(spelling)
    const library_id = await client.localLibrary.create({
      create_spec: {
        name: 'images',
        storage_backings: [{ type: 'OTHER', storage_uri: 'file:///' }],
      },
    })
    const item = { library_id, name: 'ubuntu' }
    const itemId = await uploadItem(client, {
      item,
      files: [fileOf('a', 'content'), fileOf('b', '')],
    })
    await openItem(client, { itemId }, async (opened) => {
      expect(opened.files.map(({ name, size }) => [name, size])).toEqual([
        ['a', 7],
        ['b', 0],
      ])
      const read = async (name: string, start: number, end: number) =>
        new TextDecoder().decode(await opened.read(name, { start, end }))
      expect(await read('a', 1, 4)).toBe('ont')
      expect(await read('a', 3, 100)).toBe('tent')
      expect(await read('a', 7, 8)).toBe('')
      expect(await read('b', 0, 8)).toBe('')
    })
    expect(await client.downloadSession.list({})).toEqual([])
  })

  it('leaves nothing of an upload whose bytes are not the declared ones', async () => {
    const { client, addLibrary } = await serve(spelling)
    const library = await addLibrary()
    const damaged = { ...fileOf('a', 'right'), open: () => new Blob(['wrong']).stream() }
    const upload = uploadItem(client, {
      item: { library_id: library.id, name: 'damaged' },
      files: [damaged],
    })
    await expect(upload).rejects.toThrow(/checksum/)
    expect(await client.updateSession.list()).toEqual([])
    expect(await client.item.list({ library_id: library.id })).toEqual([])
  })

  it('signs in again when its session has idled out', async () => {
    const { client, clock } = await serve(spelling)
    const before = await client.session.get()
    await clock.advance(24 * 3_600_000)
    const after = await client.session.get()
    expect(after.user).toBe(before.user)
    expect(Date.parse(after.created_time)).toBeGreaterThan(Date.parse(before.created_time))
    await client.connection.signOut()
  })
})
