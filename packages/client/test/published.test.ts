import { expect, it } from 'vitest'
import { createClient, downloadPublished, readPublication } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const base = '/cls/vcsp/lib/library-1/'
const href = 'item-1/2/a%20b.iso'
const lib = '{"version":"7"}'
const item = {
  id: 'urn:uuid:item-1',
  name: 'one',
  selfHref: 'item-1/item.json',
  files: [{ name: 'a b.iso', size: 5, etag: '2', hrefs: [href] }],
}

const answerRightly = ({ target }: Seen): Answer => {
  if (target === `${base}lib.json`) return { text: lib }
  if (target === `${base}items.json`) return { json: { items: [item] } }
  if (target === base + href) return { text: 'bytes' }
  return { status: 404, json: { error_type: 'NOT_FOUND', messages: [] } }
}

const clientOf = (url: string) => createClient({ server: url, token: 'T' })

it('reads lib.json, then items.json, with the session', async () => {
  await using stub = await startStub(answerRightly)
  expect(await readPublication(clientOf(stub.url), 'library-1')).toEqual({
    libraryText: lib,
    itemsText: JSON.stringify({ items: [item] }),
    items: [
      {
        id: item.id,
        name: 'one',
        href: 'item-1/item.json',
        text: JSON.stringify(item),
        files: [{ name: 'a b.iso', size: 5, href }],
      },
    ],
  })
  expect(stub.seen.map(({ target }) => target)).toEqual([`${base}lib.json`, `${base}items.json`])
  expect(stub.seen.every(({ headers }) => headers['vmware-api-session-id'] === 'T')).toBe(true)
})

it.each([
  ['no JSON', { text: 'no' }],
  ['no list', { json: {} }],
  ['an item without files', { json: { items: [{ ...item, files: undefined }] } }],
  ['a file without an address', { json: { items: [{ ...item, files: [{ hrefs: [] }] }] } }],
] satisfies [string, Answer][])('takes %s for no published library', async (_, answer) => {
  await using stub = await startStub((seen) =>
    seen.target.endsWith('items.json') ? answer : answerRightly(seen),
  )
  const reading = readPublication(clientOf(stub.url), 'library-1')
  await expect(reading).rejects.toThrow('something else than the list')
})

it('says of a library that is not published that it is not found', async () => {
  await using stub = await startStub(answerRightly)
  const reading = readPublication(clientOf(stub.url), 'library-2')
  await expect(reading).rejects.toMatchObject({ type: 'NOT_FOUND' })
})

it('goes on with a file where its transfer broke', async () => {
  let times = 0
  await using stub = await startStub((seen) => {
    if (seen.target !== base + href) return answerRightly(seen)
    if (times++ === 0)
      return { text: 'by', headers: { etag: '"2"', 'content-length': '5' }, cut: true }
    return {
      status: 206,
      text: 'tes',
      headers: { etag: '"2"', 'content-range': 'bytes 2-4/5' },
    }
  })
  let [text, closed, told] = ['', 0, 0]
  await downloadPublished(clientOf(stub.url), {
    libraryId: 'library-1',
    files: [{ name: 'a b.iso', size: 5, href }],
    open: async () =>
      new WritableStream<Uint8Array>({
        write: (piece) => void (text += new TextDecoder().decode(piece)),
        close: () => void closed++,
      }),
    onProgress: ({ bytes }) => (told = bytes),
  })
  expect([text, closed, told]).toEqual(['bytes', 1, 5])
  expect(stub.seen.at(-1)?.headers).toMatchObject({ range: 'bytes=2-', 'if-range': '"2"' })
})

it('keeps no file that is shorter than its list says', async () => {
  await using stub = await startStub((seen) =>
    seen.target === base + href ? { text: 'byte' } : answerRightly(seen),
  )
  const ends: string[] = []
  const downloading = downloadPublished(clientOf(stub.url), {
    libraryId: 'library-1',
    files: [{ name: 'a b.iso', size: 5, href }],
    open: async () =>
      new WritableStream({
        close: () => void ends.push('closed'),
        abort: () => void ends.push('aborted'),
      }),
  })
  await expect(downloading).rejects.toThrow('has 5 bytes, but 4 arrived')
  expect(ends).toEqual(['aborted'])
})
