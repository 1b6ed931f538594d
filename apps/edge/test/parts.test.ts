import { randomUUID } from 'node:crypto'
import { uploadItem } from '@accession/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, downloadUrlOf, newItem, newUpload, patternOf } from './library.ts'
import { startEdge } from './start-edge.ts'
import type { RunningEdge } from './start-edge.ts'

const mib = 1024 * 1024
const partSize = 32 * mib
const size = partSize + 20 * mib + 3
const { bytes, sha256 } = patternOf(size)

let edge: RunningEdge
beforeAll(async () => {
  edge = await startEdge({ ACCESSION_UPLOAD_BYTES_MAX: String(40 * mib) })
})
afterAll(async () => edge[Symbol.asyncDispose]())

interface Begun {
  readonly upload: string
  readonly part_size: number
  readonly parts_max: number
}

const begin = async (endpoint: string): Promise<Begun> => {
  const answer = await fetch(`${endpoint}?parts`, { method: 'POST' })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Begun
}

const partUrl = (endpoint: string, upload: string, number?: number): string =>
  `${endpoint}?parts=${encodeURIComponent(upload)}${number === undefined ? '' : `&number=${number}`}`

const sendPart = async (endpoint: string, upload: string, number: number): Promise<Response> =>
  fetch(partUrl(endpoint, upload, number), {
    method: 'PUT',
    body: bytes.subarray((number - 1) * partSize, number * partSize),
  })

const tagOf = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { tag: string }).tag
}

const finish = async (
  endpoint: string,
  upload: string,
  tags: readonly string[],
): Promise<Response> =>
  fetch(partUrl(endpoint, upload), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tags }),
  })

const problemOf = async (answer: Response): Promise<string> => {
  const { messages } = (await answer.json()) as { messages: { id: string }[] }
  return `${answer.status} ${messages[0]?.id}`
}

describe('a file that no one request may bring', () => {
  it('is refused whole, with the bound and the way', async () => {
    const { endpoint } = await newUpload(clientOf(edge), { size })
    const answer = await fetch(endpoint, { method: 'PUT', body: bytes })
    expect(answer.status).toBe(413)
    const text = await answer.text()
    expect(text).toContain('accession.transfer.needs_parts')
    expect(text).toContain(String(40 * mib))
  })

  it('comes in parts, in any order and side by side, and is checked as a whole', async () => {
    const client = clientOf(edge)
    const { itemId, sessionId, endpoint } = await newUpload(client, { size, sha256 })
    const { upload, part_size } = await begin(endpoint)
    expect(part_size).toBe(partSize)
    const numbers = [2, 1]
    const answers = await Promise.all(
      numbers.map(async (number) => sendPart(endpoint, upload, number)),
    )
    const tags = await Promise.all(answers.map(tagOf))
    const file = { update_session_id: sessionId, file_name: 'disk.vmdk' }
    const during = await client.updateSessionFile.get(file)
    expect(during.status).toBe('TRANSFERRING')
    expect(during.bytes_transferred).toBe(size)
    const ordered = [1, 2].map((number) => tags[numbers.indexOf(number)] ?? '')
    expect((await finish(endpoint, upload, ordered)).status).toBe(200)
    expect((await client.updateSessionFile.get(file)).status).toBe('READY')
    await client.updateSession.complete({ update_session_id: sessionId })
    const stored = await (await fetch(await downloadUrlOf(client, itemId))).arrayBuffer()
    expect(Buffer.compare(new Uint8Array(stored), bytes)).toBe(0)
  })

  it('is refused where its checksum is another, and can be sent again', async () => {
    const client = clientOf(edge)
    const { sessionId, endpoint } = await newUpload(client, {
      size,
      sha256: sha256.replace(/^../, sha256.startsWith('00') ? 'ff' : '00'),
    })
    const { upload } = await begin(endpoint)
    const tags: string[] = []
    for (const number of [1, 2]) tags.push(await tagOf(await sendPart(endpoint, upload, number)))
    const problem = await problemOf(await finish(endpoint, upload, tags))
    expect(problem).toBe('400 accession.transfer.checksum_mismatch')
    const file = { update_session_id: sessionId, file_name: 'disk.vmdk' }
    expect((await client.updateSessionFile.get(file)).status).toBe('ERROR')
    expect((await begin(endpoint)).upload).not.toBe(upload)
  })

  it('refuses parts of another size, and an end whose tags are not those of the parts', async () => {
    const { endpoint } = await newUpload(clientOf(edge), { size })
    const { upload } = await begin(endpoint)
    const small = await fetch(partUrl(endpoint, upload, 1), { method: 'PUT', body: 'too small' })
    expect(await problemOf(small)).toBe('400 accession.transfer.part_wrong')
    const past = await fetch(partUrl(endpoint, upload, 3), { method: 'PUT', body: 'a third' })
    expect(await problemOf(past)).toBe('400 accession.transfer.part_wrong')
    const first = await tagOf(await sendPart(endpoint, upload, 1))
    const wrong = await problemOf(await finish(endpoint, upload, [first, 'none']))
    expect(wrong).toBe('400 accession.transfer.parts_differ')
    const tags = [first, await tagOf(await sendPart(endpoint, upload, 2))]
    expect((await finish(endpoint, upload, tags)).status).toBe(200)
  })
})

describe('the client', () => {
  it('sends parts by itself where a request cannot bring the file', async () => {
    const client = clientOf(edge)
    const itemId = await newItem(client)
    const told: number[] = []
    await uploadItem(client, {
      item: itemId,
      files: [
        {
          name: 'disk.vmdk',
          size,
          open: () => new Blob([bytes]).stream(),
          checksum: { algorithm: 'SHA256', checksum: sha256 },
        },
      ],
      onProgress: ({ fileBytes }) => told.push(fileBytes),
    })
    expect(told.at(-1)).toBe(size)
    const stored = await (await fetch(await downloadUrlOf(client, itemId))).arrayBuffer()
    expect(Buffer.compare(new Uint8Array(stored), bytes)).toBe(0)
  })
})

describe('an upload in parts', () => {
  it('takes no part and no end once its session is cancelled', async () => {
    const client = clientOf(edge)
    const { sessionId, endpoint } = await newUpload(client, { size })
    const { upload } = await begin(endpoint)
    const tag = await tagOf(await sendPart(endpoint, upload, 1))
    await client.updateSession.cancel({ update_session_id: sessionId })
    const unwanted = '400 accession.transfer.not_wanted'
    expect(await problemOf(await sendPart(endpoint, upload, 2))).toBe(unwanted)
    expect(await problemOf(await finish(endpoint, upload, [tag]))).toBe(unwanted)
  })

  it('gives way to a new upload of its file, and to being given up', async () => {
    const client = clientOf(edge)
    const { sessionId, endpoint } = await newUpload(client, { size })
    const first = await begin(endpoint)
    const second = await begin(endpoint)
    const late = await problemOf(await sendPart(endpoint, first.upload, 1))
    expect(late).toBe('400 accession.transfer.superseded')
    await tagOf(await sendPart(endpoint, second.upload, 1))
    const given = await fetch(partUrl(endpoint, second.upload), { method: 'DELETE' })
    expect(given.status).toBe(200)
    const file = { update_session_id: sessionId, file_name: 'disk.vmdk' }
    expect((await client.updateSessionFile.get(file)).status).toBe('WAITING_FOR_TRANSFER')
  })

  it('is nobody else’s: the address alone is the right to it', async () => {
    const { endpoint } = await newUpload(clientOf(edge), { size })
    const { upload } = await begin(endpoint)
    const forged = endpoint.replace(/\/[^/]+\/disk\.vmdk$/, '/forged/disk.vmdk')
    expect((await fetch(`${forged}?parts`, { method: 'POST' })).status).toBe(404)
    const other = await newUpload(clientOf(edge), { size })
    const stolen = await problemOf(await sendPart(other.endpoint, upload, 1))
    expect(stolen).toBe('400 accession.transfer.superseded')
    const unknown = `${randomUUID()}.${upload.split('.')[1]}`
    expect((await sendPart(endpoint, unknown, 1)).status).toBe(400)
  })
})
