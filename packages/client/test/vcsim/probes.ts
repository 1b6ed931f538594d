import { createHash, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import {
  downloadItem,
  eachItem,
  eachLibrary,
  uploadItem,
  type Client,
  type Digest,
  type UploadFile,
} from '../../src/index.ts'

/** A server to try, with a user who may do everything. */
export interface Probed {
  readonly user: string
  readonly client: Client
  /** Makes another client of the same server, with this password. */
  readonly clientOf: (password: string) => Client
  /** Where libraries may be stored. */
  readonly datastore_id: string
}

/** What a client expects of every server; throws where one is different. */
export type Probe = (server: Probed) => Promise<void>

const createDigest = (algorithm: string): Digest => {
  const hash = createHash(algorithm.toLowerCase())
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') }
}

/** A library of this probe alone: named by chance, deleted with its items. */
const withLibrary = async (
  { client, datastore_id }: Probed,
  run: (library_id: string, name: string) => Promise<void>,
): Promise<void> => {
  const name = randomUUID()
  const create_spec = {
    name,
    type: 'LOCAL',
    storage_backings: [{ type: 'DATASTORE', datastore_id }],
  } as const
  const library_id = await client.localLibrary.create({ create_spec })
  try {
    await run(library_id, name)
  } finally {
    await client.localLibrary.delete({ library_id })
  }
}

const withItem = (
  server: Probed,
  run: (library_item_id: string, library_id: string) => Promise<void>,
): Promise<void> =>
  withLibrary(server, async (library_id) => {
    const create_spec = { library_id, name: 'item' }
    await run(await server.client.item.create({ create_spec }), library_id)
  })

const withSession = (
  server: Probed,
  run: (update_session_id: string, library_item_id: string) => Promise<void>,
): Promise<void> =>
  withItem(server, async (library_item_id) => {
    const { updateSession } = server.client
    const update_session_id = await updateSession.create({ create_spec: { library_item_id } })
    try {
      await run(update_session_id, library_item_id)
    } finally {
      // It may have ended, or be gone with its item: the library goes with all that is left.
      await updateSession.cancel({ update_session_id }).catch(() => undefined)
      await updateSession.delete({ update_session_id }).catch(() => undefined)
    }
  })

const fileOf = (name: string, text: string, declared = text): UploadFile => ({
  name,
  size: Buffer.byteLength(text),
  open: () => new Blob([text]).stream(),
  checksum: {
    algorithm: 'SHA256',
    checksum: createHash('sha256').update(declared).digest('hex'),
  },
})

const download = async (client: Client, itemId: string) => {
  const got: Record<string, string> = {}
  await downloadItem(client, {
    itemId,
    createDigest,
    open: ({ name }) => {
      got[name] = ''
      return new WritableStream({
        write: (piece) => void (got[name] += new TextDecoder().decode(piece)),
      })
    },
  })
  return got
}

const collect = async <T>(each: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = []
  for await (const one of each) found.push(one)
  return found
}

/** By the name that a table of differences calls each. */
export const probes: Readonly<Record<string, Probe>> = {
  'says who is signed in': async ({ client, user }) => {
    expect((await client.session.get()).user.toLowerCase()).toContain(user.toLowerCase())
  },
  'refuses a wrong password': async ({ clientOf }) => {
    const wrong = clientOf('no such password')
    await expect(wrong.library.list()).rejects.toMatchObject({ type: 'UNAUTHENTICATED' })
  },
  'lists item types': async ({ client }) => {
    expect((await client.type.list()).map(({ type }) => type)).toContain('ovf')
  },
  'creates, finds, changes and deletes a library': async (server) => {
    const { client } = server
    let id = ''
    await withLibrary(server, async (library_id, name) => {
      id = library_id
      expect(await client.library.find({ spec: { name } })).toEqual([library_id])
      await client.localLibrary.update({ library_id, update_spec: { description: 'text' } })
      const found = (await collect(eachLibrary(client))).find((one) => one.id === library_id)
      expect(found).toMatchObject({ name, description: 'text', type: 'LOCAL' })
      expect(await client.localLibrary.list()).toContain(library_id)
    })
    expect(await client.library.list()).not.toContain(id)
  },
  'has no name for an unknown library': async ({ client }) => {
    await expect(client.library.get({ library_id: randomUUID() })).rejects.toMatchObject({
      type: 'NOT_FOUND',
    })
  },
  'knows a client token again': (server) =>
    withLibrary(server, async (library_id) => {
      const input = { client_token: randomUUID(), create_spec: { library_id, name: 'item' } }
      const first = await server.client.item.create(input)
      expect(await server.client.item.create(input)).toBe(first)
    }),
  'takes a name of an item once': (server) =>
    withItem(server, async (_, library_id) => {
      const again = server.client.item.create({ create_spec: { library_id, name: 'ITEM' } })
      await expect(again).rejects.toMatchObject({ type: 'ALREADY_EXISTS' })
    }),
  'creates, changes, copies and deletes an item': (server) =>
    withItem(server, async (library_item_id, library_id) => {
      const { item } = server.client
      await item.update({ library_item_id, update_spec: { description: 'text' } })
      const copied = await item.copy({
        source_library_item_id: library_item_id,
        destination_create_spec: { library_id, name: 'copy' },
      })
      const found = await collect(eachItem(server.client, { library_id }))
      expect(new Set(found.map(({ name }) => name))).toEqual(new Set(['copy', 'item']))
      expect(found.find(({ id }) => id === library_item_id)?.description).toBe('text')
      await item.delete({ library_item_id: copied })
      expect(await item.list({ library_id })).toEqual([library_item_id])
    }),
  'keeps a session alive': (server) =>
    withSession(server, async (update_session_id, library_item_id) => {
      const { updateSession } = server.client
      await updateSession.keep_alive({ update_session_id, client_progress: 10 })
      const model = await updateSession.get({ update_session_id })
      expect(model).toMatchObject({ state: 'ACTIVE', library_item_id, client_progress: 10 })
      expect(await updateSession.list({ library_item_id })).toEqual([update_session_id])
    }),
  'opens one session an item': (server) =>
    withSession(server, async (_, library_item_id) => {
      const again = server.client.updateSession.create({ create_spec: { library_item_id } })
      await expect(again).rejects.toMatchObject({ type: 'RESOURCE_BUSY' })
    }),
  'does not delete a session that is ACTIVE': (server) =>
    withSession(server, async (update_session_id) => {
      const deleted = server.client.updateSession.delete({ update_session_id })
      await expect(deleted).rejects.toMatchObject({ type: 'NOT_ALLOWED_IN_CURRENT_STATE' })
    }),
  'cancels a session, and deletes it then': (server) =>
    withSession(server, async (update_session_id) => {
      const { updateSession } = server.client
      await updateSession.cancel({ update_session_id })
      expect((await updateSession.get({ update_session_id })).state).toBe('CANCELED')
      await updateSession.delete({ update_session_id })
      await expect(updateSession.get({ update_session_id })).rejects.toThrow()
    }),
  'says why a session failed': (server) =>
    withSession(server, async (update_session_id) => {
      const { updateSession } = server.client
      await updateSession.fail({ update_session_id, client_error_message: 'no more' })
      const { state, error_message } = await updateSession.get({ update_session_id })
      expect(state).toBe('ERROR')
      expect(JSON.stringify(error_message)).toContain('no more')
    }),
  'shows a file that is to come': (server) =>
    withSession(server, async (update_session_id) => {
      const { updateSessionFile } = server.client
      const file_spec = { name: 'a', source_type: 'PUSH', size: 5 } as const
      const added = await updateSessionFile.add({ update_session_id, file_spec })
      expect(added.upload_endpoint?.uri).toMatch(/^https?:/)
      const wanted = { name: 'a', source_type: 'PUSH', status: 'WAITING_FOR_TRANSFER' }
      expect(await updateSessionFile.list({ update_session_id })).toMatchObject([wanted])
      const got = await updateSessionFile.get({ update_session_id, file_name: 'a' })
      expect(got).toMatchObject(wanted)
    }),
  'says the size that was declared': (server) =>
    withSession(server, async (update_session_id) => {
      const file_spec = { name: 'a', source_type: 'PUSH', size: 5 } as const
      const added = await server.client.updateSessionFile.add({ update_session_id, file_spec })
      expect(added.size).toBe(5)
    }),
  'takes a file out of a session': (server) =>
    withSession(server, async (update_session_id) => {
      const { updateSession, updateSessionFile } = server.client
      const file_spec = { name: 'a', source_type: 'PUSH' } as const
      await updateSessionFile.add({ update_session_id, file_spec })
      await updateSessionFile.remove({ update_session_id, file_name: 'a' })
      expect(await updateSessionFile.list({ update_session_id })).toEqual([])
      expect((await updateSession.get({ update_session_id })).state).toBe('ACTIVE')
    }),
  'does not validate files that have not come': (server) =>
    withSession(server, async (update_session_id) => {
      const file_spec = { name: 'a', source_type: 'PUSH' } as const
      await server.client.updateSessionFile.add({ update_session_id, file_spec })
      const validated = server.client.updateSessionFile.validate({ update_session_id })
      await expect(validated).rejects.toMatchObject({ type: 'NOT_ALLOWED_IN_CURRENT_STATE' })
    }),
  'does not complete without the files': (server) =>
    withSession(server, async (update_session_id) => {
      const { updateSession, updateSessionFile } = server.client
      const file_spec = { name: 'a', source_type: 'PUSH' } as const
      await updateSessionFile.add({ update_session_id, file_spec })
      const completed = updateSession.complete({ update_session_id })
      await expect(completed).rejects.toMatchObject({ type: 'NOT_ALLOWED_IN_CURRENT_STATE' })
    }),
  'carries files there and back': (server) =>
    withLibrary(server, async (library_id) => {
      const { client } = server
      const files = { 'a.txt': 'first', 'b.txt': 'second', 'c.txt': 'x'.repeat(100_000) }
      const itemId = await uploadItem(client, {
        item: { library_id, name: 'texts' },
        files: Object.entries(files).map(([name, text]) => fileOf(name, text)),
      })
      expect(await download(client, itemId)).toEqual(files)
      const listed = await client.itemFile.list({ library_item_id: itemId })
      expect(Object.fromEntries(listed.map(({ name, size }) => [name, size]))).toEqual(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.length])),
      )
    }),
  'carries names that no address can hold as they are': (server) =>
    withLibrary(server, async (library_id) => {
      const files = { 'a b.txt': 'first', 'ü#?.txt': 'second' }
      const itemId = await uploadItem(server.client, {
        item: { library_id, name: 'texts' },
        files: Object.entries(files).map(([name, text]) => fileOf(name, text)),
      })
      expect(await download(server.client, itemId)).toEqual(files)
    }),
  'refuses bytes that are not the declared ones': (server) =>
    withLibrary(server, async (library_id) => {
      const upload = uploadItem(server.client, {
        item: { library_id, name: 'damaged' },
        files: [fileOf('a', 'wrong', 'right')],
      })
      await expect(upload).rejects.toThrow(/checksum/)
      expect(await server.client.item.list({ library_id })).toEqual([])
    }),
  'says where a file is stored': (server) =>
    withLibrary(server, async (library_id) => {
      const { client } = server
      const item = { library_id, name: 'stored' }
      const library_item_id = await uploadItem(client, { item, files: [fileOf('a', 'bytes')] })
      const [stored] = await client.itemStorage.list({ library_item_id })
      expect(stored?.storage_uris.length).toBeGreaterThan(0)
      const named = await client.itemStorage.get({ library_item_id, file_name: 'a' })
      expect(named.map(({ name }) => name)).toEqual(['a'])
    }),
  'sends a part of a file': (server) =>
    withLibrary(server, async (library_id) => {
      const { client } = server
      const item = { library_id, name: 'parts' }
      const library_item_id = await uploadItem(client, { item, files: [fileOf('a', 'bytes')] })
      const create_spec = { library_item_id }
      const download_session_id = await client.downloadSession.create({ create_spec })
      const input = { download_session_id, file_name: 'a' }
      let info = await client.downloadSessionFile.prepare(input)
      while (info.status !== 'PREPARED') info = await client.downloadSessionFile.get(input)
      const answer = await client.connection.signedIn((headers) =>
        client.connection.fetch(
          new URL(info.download_endpoint?.uri ?? '', client.connection.server),
          {
            headers: { ...headers, range: 'bytes=2-' },
          },
        ),
      )
      const text = await answer.text()
      await client.downloadSession.delete({ download_session_id })
      expect([answer.status, text]).toEqual([206, 'tes'])
    }),
  'lists the sessions of downloads': (server) =>
    withItem(server, async (library_item_id) => {
      const { downloadSession } = server.client
      const create_spec = { library_item_id }
      const download_session_id = await downloadSession.create({ create_spec })
      await downloadSession.keep_alive({ download_session_id, progress: 10 })
      expect(await downloadSession.list({ library_item_id })).toEqual([download_session_id])
      const model = await downloadSession.get({ download_session_id })
      expect(model).toMatchObject({ state: 'ACTIVE', library_item_id })
      await downloadSession.delete({ download_session_id })
    }),
}
