import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, downloadUrlOf, newItem, newUpload, patternOf } from './library.ts'
import { startEdge } from './start-edge.ts'
import type { RunningEdge } from './start-edge.ts'

let edge: RunningEdge
beforeAll(async () => {
  edge = await startEdge({ ACCESSION_SESSION_TIMEOUT: '4', ACCESSION_LOG_LEVEL: 'debug' })
})
afterAll(async () => edge[Symbol.asyncDispose]())

const send = async (endpoint: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(endpoint, { method: 'PUT', body: bytes })

describe('a Worker', () => {
  it('is alive and ready', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await fetch(new URL(path, edge.url))).status, path).toBe(200)
    }
  })

  it('takes an item with its bytes, and answers them whole and in part', async () => {
    const client = clientOf(edge)
    const { bytes, sha256 } = patternOf(20_000_003)
    const { itemId, sessionId, endpoint } = await newUpload(client, {
      size: bytes.byteLength,
      sha256,
    })
    expect((await send(endpoint, bytes)).status).toBe(200)
    await client.updateSession.complete({ update_session_id: sessionId })
    const session = await client.updateSession.get({ update_session_id: sessionId })
    expect(session.state).toBe('DONE')
    await client.updateSession.delete({ update_session_id: sessionId })

    const url = await downloadUrlOf(client, itemId)
    const whole = new Uint8Array(await (await fetch(url)).arrayBuffer())
    expect(Buffer.compare(whole, bytes)).toBe(0)
    const part = await fetch(url, { headers: { range: 'bytes=8388600-8388620' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 8388600-8388620/20000003')
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(8388600, 8388621))
  })

  it('refuses bytes with another checksum, and takes the right ones afterwards', async () => {
    const client = clientOf(edge)
    const { bytes, sha256 } = patternOf(1_000_000)
    const { sessionId, endpoint } = await newUpload(client, { size: bytes.byteLength, sha256 })
    const wrong = bytes.slice()
    wrong[500_000] = 0
    wrong[500_001] = 1
    expect((await send(endpoint, wrong)).status).toBe(400)
    const input = { update_session_id: sessionId, file_name: 'disk.vmdk' }
    expect((await client.updateSessionFile.get(input)).status).toBe('ERROR')
    expect((await send(endpoint, bytes)).status).toBe(200)
    expect((await client.updateSessionFile.get(input)).status).toBe('READY')
  })

  it('deletes sessions that have ended, and no others', async () => {
    const client = clientOf(edge)
    const { sessionId, endpoint } = await newUpload(client, { size: 10 })
    const input = { update_session_id: sessionId }
    await expect(client.updateSession.delete(input)).rejects.toMatchObject({
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    })
    await client.updateSession.cancel(input)
    await client.updateSession.delete(input)
    await expect(client.updateSession.get(input)).rejects.toMatchObject({ type: 'NOT_FOUND' })
    expect((await send(endpoint, new Uint8Array(10))).status).toBe(400)
  })

  it('lets one of many creates have the item', async () => {
    const client = clientOf(edge)
    const itemId = await newItem(client)
    const create_spec = { library_item_id: itemId }
    const ends = await Promise.allSettled(
      Array.from({ length: 12 }, async () => client.updateSession.create({ create_spec })),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const end of ends) {
      if (end.status === 'rejected') expect(end.reason).toMatchObject({ type: 'RESOURCE_BUSY' })
    }
  })

  it('lets many callers sign in at once, and go on when others leave', async () => {
    const headers = { authorization: `Basic ${btoa(`${edge.user}:${edge.password}`)}` }
    const url = new URL('/api/session', edge.url)
    const leaving = Array.from({ length: 6 }, async (_, index) => {
      const signal = AbortSignal.timeout(20 + 30 * index)
      return fetch(url, { method: 'POST', headers, signal }).catch(() => undefined)
    })
    const staying = Array.from({ length: 6 }, async () => fetch(url, { method: 'POST', headers }))
    for (const response of await Promise.all(staying)) expect(response.status).toBe(201)
    await Promise.all(leaving)
    const nobody = { authorization: `Basic ${btoa('nobody@vsphere.local:x')}` }
    expect((await fetch(url, { method: 'POST', headers: nobody })).status).toBe(401)
  })
})

describe('an upload', () => {
  it('whose client goes away puts its file back', async () => {
    const client = clientOf(edge)
    const { sessionId, endpoint } = await newUpload(client, { size: 30_000_000 })
    const input = { update_session_id: sessionId, file_name: 'disk.vmdk' }
    const status = async (): Promise<string> => (await client.updateSessionFile.get(input)).status
    const sending = request(endpoint, { method: 'PUT', headers: { 'content-length': 30_000_000 } })
    sending.on('error', () => undefined)
    sending.write(new Uint8Array(9_000_000))
    await expect.poll(status).toBe('TRANSFERRING')
    sending.destroy()
    await expect.poll(status, { timeout: 20_000 }).toBe('WAITING_FOR_TRANSFER')
  })

  it('ends with an error when its session is cancelled by another request', async () => {
    const client = clientOf(edge)
    const { sessionId, endpoint } = await newUpload(client, { size: 30_000_000 })
    const input = { update_session_id: sessionId, file_name: 'disk.vmdk' }
    const status = async (): Promise<string> => (await client.updateSessionFile.get(input)).status
    const sending = request(endpoint, { method: 'PUT', headers: { 'content-length': 30_000_000 } })
    const answered = new Promise<number | undefined>((resolve) =>
      sending.on('response', (response) => resolve(response.statusCode)),
    )
    sending.on('error', () => undefined)
    const feeding = setInterval(() => sending.write(new Uint8Array(100_000)), 50)
    await expect.poll(status).toBe('TRANSFERRING')
    await client.updateSession.cancel({ update_session_id: sessionId })
    expect(await answered).toBe(400)
    clearInterval(feeding)
    sending.destroy()
  })
})

describe('the cron trigger', () => {
  it('ends sessions that nobody used, and tells what it spent', async () => {
    const client = clientOf(edge)
    const { sessionId } = await newUpload(client, { size: 10 })
    const sweptOf = async (): Promise<string> => {
      expect(await edge.scheduled()).toBe('ok')
      return (await edge.logs()).filter((line) => line.includes(sessionId)).join()
    }
    await expect.poll(sweptOf, { timeout: 30_000, interval: 500 }).toMatch(/expire/)
    const swept = (await edge.logs()).filter((line) => line.includes('upkeep.swept'))
    expect(swept.length).toBeGreaterThan(0)
  })

  it('spends no more queries than a plan allows, however much is due', async () => {
    const client = clientOf(edge)
    const name = randomUUID()
    const libraryId = await client.localLibrary.create({
      create_spec: { name, storage_backings: [{ type: 'OTHER', storage_uri: 'file:///any' }] },
    })
    for (let index = 0; index < 30; index++) {
      const item = { name: `item ${index}`, library_id: libraryId }
      const itemId = await client.item.create({ create_spec: item })
      const create_spec = { library_item_id: itemId }
      const sessionId = await client.updateSession.create({ create_spec })
      await client.updateSession.cancel({ update_session_id: sessionId })
      await client.updateSession.create({ create_spec })
    }
    await client.localLibrary.force_delete({ library_id: libraryId })
    const spent = async (): Promise<number[]> =>
      (await edge.logs())
        .filter((line) => line.includes('upkeep.swept'))
        .map((line) => (JSON.parse(line) as { queries: number }).queries)
    for (let round = 0; round < 6; round++) await edge.scheduled()
    expect(Math.max(...(await spent()))).toBeLessThan(900)
    expect((await spent()).at(-1)).toBeLessThan(40)
  })
})

describe('a Worker that is not set up', () => {
  it('says what is missing', async () => {
    await using bare = await startEdge({}, { migrated: [] })
    const answer = await fetch(new URL('/api/session', bare.url), { method: 'POST' })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('migrations')
    expect((await fetch(new URL('/healthz', bare.url))).status).toBe(200)
  })
})
