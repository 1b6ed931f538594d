import { createHash } from 'node:crypto'
import { createS3BlobStore } from '@accession/blobs/s3-node'
import { sweep, type World } from '@accession/core'
import type { BlobPresigning } from '@accession/core/ports'
import { createTestWorld } from '@accession/core/testing'
import { startS3 } from '@accession/engines/s3'
import { createApp } from '@accession/http'
import { afterAll, describe, expect, it } from 'vitest'
import { createClient, downloadItem, transfer, uploadItem } from '../src/index.ts'

const s3 = await startS3()
afterAll(async () => s3[Symbol.asyncDispose]())

const hour = 3_600_000

/** A clock that tells the time of the bucket, and can be set forward. */
const createClock = () => {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    skip: (ms: number) => void (ahead += ms),
    sleep: async (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, ms)
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          reject(signal.reason)
        })
      }),
  }
}

interface Serving {
  /** Whether the bucket tells of a SHA-256 that it has verified. */
  readonly isVerifying?: boolean
  /** Nodes before this one, whose bucket and catalog it shares. */
  readonly beside?: Pick<World, 'store' | 'blobs' | 'ids'> & {
    readonly clock: ReturnType<typeof createClock>
  }
}

const serve = async ({ isVerifying = false, beside }: Serving = {}) => {
  const bucket =
    beside?.blobs ??
    createS3BlobStore({ ...s3, credentials: s3, prefix: crypto.randomUUID(), pathStyle: true })
  const presigning = bucket.presigning as BlobPresigning
  const arrived = isVerifying ? verified(bucket) : unverified(bucket)
  const blobs = { ...bucket, presigning: { ...presigning, arrived } }
  const settings = {
    sessionTimeoutMs: 300_000,
    sessionRetentionMs: hour,
    presignedUploads: true,
    presignedDownloads: true,
  }
  const testWorld = createTestWorld({
    blobs,
    settings,
    ...(beside && { store: beside.store, ids: beside.ids }),
  })
  const clock = beside?.clock ?? createClock()
  const world: World = { ...testWorld.world, clock }
  const app = createApp(world)
  const { name } = await testWorld.addUser({ grants: [{ role: 'admin', libraryId: null }] })
  const sent: { readonly method: string; readonly url: URL; readonly headers: Headers }[] = []
  const client = createClient({
    server: 'http://library.test',
    user: name,
    password: 'correct horse',
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { method, headers } = request
      const url = new URL(request.url)
      sent.push({ method, url, headers })
      return url.origin === 'http://library.test' ? app.fetch(request) : fetch(input, init)
    },
  })
  const library_id = await client.localLibrary.create({
    create_spec: { name, storage_backings: [{ type: 'DATASTORE', datastore_id: 'd' }] },
  })
  return {
    ...testWorld,
    world,
    clock,
    client,
    sent,
    library_id,
    /** The keys that are in the bucket, and those that files refer to. */
    async keys() {
      const stored: string[] = []
      for await (const { id } of world.blobs.list()) stored.push(id)
      return stored.toSorted()
    },
    async sweepAll() {
      while ((await sweep(world)).more);
    },
  }
}

type Served = Awaited<ReturnType<typeof serve>>

/** What a bucket answers that verifies nothing. */
const unverified =
  (bucket: World['blobs']): BlobPresigning['arrived'] =>
  async (id) => {
    const found = await bucket.presigning?.arrived(id)
    return found && { size: found.size }
  }

/** What a bucket answers that verifies checksums, as the one of the tests does not. */
const verified =
  (bucket: World['blobs']): BlobPresigning['arrived'] =>
  async (id) => {
    const found = await bucket.presigning?.arrived(id)
    if (!found) return undefined
    const bytes = await new Response(await bucket.read(id)).bytes()
    return { ...found, sha256: createHash('sha256').update(bytes).digest('hex') }
  }

const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

const fileOf = (name: string, content: string) => ({
  name,
  size: content.length,
  open: () => new Blob([content]).stream(),
  checksum: { algorithm: 'SHA256' as const, checksum: sha256(content) },
})

const download = async ({ client }: Served, itemId: string) => {
  const texts: Record<string, string> = {}
  const open = ({ name }: { readonly name: string }) => {
    texts[name] = ''
    const write = (piece: Uint8Array) => void (texts[name] += new TextDecoder().decode(piece))
    return new WritableStream({ write })
  }
  await downloadItem(client, { itemId, open })
  return texts
}

/** A session that waits for one file, and where its bytes are to be sent. */
const beginFile = async ({ client, library_id }: Served, content: string, name = 'disk.iso') => {
  const item = await client.item.create({ create_spec: { library_id, name: crypto.randomUUID() } })
  const create_spec = { library_item_id: item }
  const session = await client.updateSession.create({ create_spec })
  const add = async () =>
    client.updateSessionFile.add({
      update_session_id: session,
      file_spec: {
        name,
        source_type: 'PUSH',
        size: content.length,
        checksum_info: { algorithm: 'SHA256', checksum: sha256(content) },
      },
    })
  const uri = (await add()).upload_endpoint?.uri ?? ''
  return { item, session, uri, add }
}

/** Sends bytes to the bucket as a client would, whatever they are. */
const put = async (uri: string, content: string, declared = content): Promise<number> => {
  const response = await fetch(uri, {
    method: 'PUT',
    body: content,
    headers: {
      'if-none-match': '*',
      'x-amz-checksum-sha256': Buffer.from(sha256(declared), 'hex').toString('base64'),
    },
  })
  await response.body?.cancel()
  return response.status
}

const statusOf = async ({ client }: Served, session: string, file_name = 'disk.iso') =>
  (await client.updateSessionFile.get({ update_session_id: session, file_name })).status

describe.each([true, false])('a bucket that verifies checksums: %s', (isVerifying) => {
  it('receives files and hands them out past the server', async () => {
    const served = await serve({ isVerifying })
    const large = 'x'.repeat(300_000)
    const item = await uploadItem(served.client, {
      item: { library_id: served.library_id, name: 'image' },
      files: [fileOf('small', 'hello'), fileOf('large', large), fileOf('empty', '')],
    })
    expect(await download(served, item)).toEqual({ small: 'hello', large, empty: '' })
    const past = served.sent.filter(({ url }) => url.origin !== 'http://library.test')
    expect(past.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'PUT', 'GET', 'GET', 'GET'])
    for (const { headers } of past) {
      expect(headers.get('vmware-api-session-id')).toBeNull()
      expect(headers.get('authorization')).toBeNull()
    }
    const bytesByUs = served.sent.filter(
      ({ method, url }) => method === 'PUT' && url.origin === 'http://library.test',
    )
    expect(bytesByUs).toEqual([])
  })

  it('is asked what arrived when a session completes', async () => {
    const served = await serve({ isVerifying })
    const { session, uri } = await beginFile(served, 'hello')
    const complete = async () =>
      served.client.updateSession.complete({ update_session_id: session })
    await expect(complete()).rejects.toMatchObject({
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      message: expect.stringContaining('disk.iso (WAITING_FOR_TRANSFER)'),
    })
    expect(await put(uri, 'hello')).toBe(200)
    if (!isVerifying) {
      await expect(complete()).rejects.toMatchObject({
        type: 'NOT_ALLOWED_IN_CURRENT_STATE',
        message: expect.stringContaining('disk.iso (VALIDATING)'),
      })
      await expect.poll(async () => statusOf(served, session)).toBe('READY')
    }
    await complete()
    expect(await served.client.updateSession.get({ update_session_id: session })).toMatchObject({
      state: 'DONE',
    })
  })

  it('has other bytes found out, which the file can be sent again for', async () => {
    const served = await serve({ isVerifying })
    const { session, uri } = await beginFile(served, 'hello')
    if ((await put(uri, 'jello', 'hello')) >= 400) {
      // One that really verifies does not even take them.
      expect(await statusOf(served, session)).toBe('WAITING_FOR_TRANSFER')
      return
    }
    const validate = async () =>
      served.client.updateSessionFile.validate({ update_session_id: session })
    await expect
      .poll(async () => validate().catch((error: unknown) => error))
      .toMatchObject({
        has_errors: true,
        invalid_files: [{ error_message: { id: 'accession.transfer.checksum_mismatch' } }],
      })
    const again = await served.client.updateSessionFile.get({
      update_session_id: session,
      file_name: 'disk.iso',
    })
    expect(again.status).toBe('ERROR')
    // What has failed once comes to us.
    const url = again.upload_endpoint?.uri ?? ''
    expect(new URL(url).origin).toBe('http://library.test')
    const body = new Blob(['hello'])
    await transfer(served.client.connection, { method: 'PUT', url, body })
    await served.client.updateSession.complete({ update_session_id: session })
    served.clock.skip(8 * hour)
    await served.sweepAll()
    expect(await served.keys()).toHaveLength(1)
  })
})

describe('an address to send to', () => {
  it('takes what was declared, once', async () => {
    const served = await serve()
    const { uri } = await beginFile(served, 'hello')
    expect(await put(uri, 'hello, world', 'hello')).toBeGreaterThanOrEqual(400)
    expect(await put(uri, 'hello', 'jello')).toBe(403)
    expect(await put(uri, 'hello')).toBe(200)
    expect(await put(uri, 'hello')).toBe(412)
  })

  it('stays the same, and is made anew before it ends', async () => {
    const served = await serve()
    const { session, uri } = await beginFile(served, 'hello')
    const shown = async () => {
      const file = { update_session_id: session, file_name: 'disk.iso' }
      return (await served.client.updateSessionFile.get(file)).upload_endpoint?.uri
    }
    expect(await shown()).toBe(uri)
    for (let minutes = 0; minutes < 40; minutes += 4) {
      await served.client.updateSession.keep_alive({ update_session_id: session })
      served.clock.skip(240_000)
    }
    const later = await shown()
    expect(later).not.toBe(uri)
    expect(new URL(later ?? '').pathname).toBe(new URL(uri).pathname)
    expect(await shown()).toBe(later)
  })

  it('is ours where size or SHA-256 is not declared', async () => {
    const served = await serve()
    const { session } = await beginFile(served, 'hello')
    for (const more of [
      {},
      { size: 5 },
      { checksum_info: { algorithm: 'SHA256', checksum: sha256('hello') } },
      { size: 5, checksum_info: { algorithm: 'SHA1', checksum: 'a'.repeat(40) } },
      { size: 6 * 1024 ** 3, checksum_info: { algorithm: 'SHA256', checksum: sha256('hello') } },
    ] as const) {
      const added = await served.client.updateSessionFile.add({
        update_session_id: session,
        file_spec: { name: 'other', source_type: 'PUSH', ...more },
      })
      expect(new URL(added.upload_endpoint?.uri ?? '').origin).toBe('http://library.test')
    }
  })
})

describe('what ends a session or an attempt', () => {
  const ends = {
    cancel: async ({ client }: Served, session: string) =>
      client.updateSession.cancel({ update_session_id: session }),
    fail: async ({ client }: Served, session: string) =>
      client.updateSession.fail({ update_session_id: session, client_error_message: 'x' }),
    expire: async ({ clock }: Served) => clock.skip(301_000),
    remove: async ({ client }: Served, session: string) =>
      client.updateSessionFile.remove({ update_session_id: session, file_name: 'disk.iso' }),
    'delete the item': async ({ client }: Served, _: string, item: string) =>
      client.item.delete({ library_item_id: item }),
    'add again': async (_: Served, __: string, ___: string, add: () => Promise<unknown>) => add(),
  }
  it.each(Object.keys(ends) as (keyof typeof ends)[])(
    '%s: frees what has arrived, and what arrives later',
    async (how) => {
      const served = await serve({ isVerifying: true })
      const kept = await beginFile(served, 'kept')
      expect(await put(kept.uri, 'kept')).toBe(200)
      await served.client.updateSession.complete({ update_session_id: kept.session })
      const [before, after] = [await beginFile(served, 'hello'), await beginFile(served, 'hello')]
      expect(await put(before.uri, 'hello')).toBe(200)
      for (const { session, item, add } of [before, after]) {
        await ends[how](served, session, item, add)
      }
      await served.sweepAll()
      expect(await served.keys()).toHaveLength(1)
      // Their URLs are still good for the bucket.
      expect(await put(before.uri, 'hello')).toBe(200)
      expect(await put(after.uri, 'hello')).toBe(200)
      const files = await served.client.updateSessionFile
        .list({ update_session_id: after.session })
        .catch(() => [])
      expect(files.filter(({ status }) => status === 'READY')).toEqual([])
      served.clock.skip(8 * hour)
      await served.sweepAll()
      expect(await served.keys()).toHaveLength(1)
    },
  )
})

it('is validated by another node where one has died', async () => {
  const first = await serve()
  const { session, uri } = await beginFile(first, 'hello')
  await put(uri, 'hello')
  // A node that takes the file up, and is never heard of again.
  const { blobs } = first.world
  const hanging = { ...blobs, read: async () => new Promise<never>(() => undefined) }
  const dying = await serve({ beside: { ...first.world, clock: first.clock, blobs: hanging } })
  const complete = async (served: Served) =>
    served.client.updateSession.complete({ update_session_id: session }).then(
      () => 'DONE',
      (error: Error) => error.message,
    )
  expect(await complete(dying)).toContain('VALIDATING')
  dying.world.transfers.stopAll(new Error('killed'))
  const second = await serve({ beside: { ...first.world, clock: first.clock } })
  expect(await complete(second)).toContain('VALIDATING')
  await second.client.updateSession.keep_alive({ update_session_id: session })
  first.clock.skip(31_000)
  await expect.poll(async () => complete(second)).toBe('DONE')
})

it('completes at most once whoever asks, and holds exactly what is referred to', async () => {
  const served = await serve({ isVerifying: true })
  const { session, uri } = await beginFile(served, 'hello')
  await put(uri, 'hello')
  const file = { update_session_id: session }
  const ends = await Promise.allSettled([
    served.client.updateSession.complete(file),
    served.client.updateSession.complete(file),
    served.client.updateSession.cancel(file),
  ])
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const { state } = await served.client.updateSession.get(file)
  served.clock.skip(8 * hour)
  await served.sweepAll()
  expect(await served.keys()).toHaveLength(state === 'DONE' ? 1 : 0)
})
