import { expect, it } from 'vitest'
import { createClient, downloadArchive, type ArchiveOptions } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const sessions = '/api/content/library/item/download-session'

const descriptor = {
  name: 'box.OVF',
  status: 'PREPARED',
  size: 5,
  bytes_transferred: 0,
  download_endpoint: { uri: '/download/box' },
}
const disk = { name: 'disk.vmdk', status: 'UNPREPARED', size: 3, bytes_transferred: 0 }

const archive: Answer = {
  text: 'archive',
  headers: { 'accept-ranges': 'none', 'content-length': '7' },
}

const answering =
  (answer: Answer, listed: readonly object[] = [disk, descriptor]) =>
  ({ target, method }: Seen): Answer => {
    if (target === sessions) return { status: 201, json: 'session' }
    if (target.startsWith('/download/')) return answer
    if (target.endsWith('/file')) return { json: listed }
    return method === 'DELETE' ? { status: 204 } : { json: descriptor }
  }

const download = async (url: string, more: Partial<ArchiveOptions> = {}) => {
  const place = { name: '', size: 0, text: '', closed: false, aborted: false }
  const outcome = await downloadArchive(createClient({ server: url, token: 'T' }), {
    itemId: 'item',
    open: ({ name, size }) => {
      Object.assign(place, { name, size })
      return new WritableStream<Uint8Array>({
        write: (piece) => void (place.text += new TextDecoder().decode(piece)),
        close: () => void (place.closed = true),
        abort: () => void (place.aborted = true),
      })
    },
    ...more,
  }).catch((reason: unknown) => reason as Error)
  return { place, outcome }
}

const last = (seen: readonly Seen[]) => `${seen.at(-1)?.method} ${seen.at(-1)?.target}`

it('fetches the archive of a set, tells how far it is, and ends the session', async () => {
  await using stub = await startStub(answering(archive))
  const told: (number | undefined)[] = []
  const onProgress: ArchiveOptions['onProgress'] = ({ bytes, size }) => told.push(bytes, size)
  const { place, outcome } = await download(stub.url, { onProgress })
  expect(outcome).toEqual({ name: 'box.ova', size: 7 })
  expect(place).toEqual({ name: 'box.ova', size: 7, text: 'archive', closed: true, aborted: false })
  expect(told.slice(-2)).toEqual([7, 7])
  expect(stub.seen.map(({ target }) => target)).toContain('/download/box?format=ova')
  expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
})

it.each([
  ['cut short', { ...archive, text: 'arch', cut: true }, 'broke after 4 of 7 bytes'],
  ['refused', { status: 404, json: { error_type: 'NOT_FOUND', messages: [] } }, 'NOT_FOUND'],
] satisfies [string, Answer, string][])(
  'keeps nothing of one that is %s, asks no second time, and ends the session',
  async (_, answer, message) => {
    await using stub = await startStub(answering(answer))
    const { place, outcome } = await download(stub.url)
    expect(outcome).toMatchObject({ message: expect.stringContaining(message) })
    expect(place.closed).toBe(false)
    expect(stub.seen.filter(({ target }) => target.startsWith('/download/'))).toHaveLength(1)
    expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
  },
)

it('takes no descriptor for an archive where the server makes none', async () => {
  await using stub = await startStub(
    answering({ text: 'bytes', headers: { 'accept-ranges': 'bytes', 'content-length': '5' } }),
  )
  const { place, outcome } = await download(stub.url)
  expect(outcome).toMatchObject({ name: 'TransferError', file: 'box.OVF' })
  expect(place.name).toBe('')
})

it('tells that an item without a descriptor can be no archive', async () => {
  await using stub = await startStub(answering(archive, [disk]))
  const { outcome } = await download(stub.url)
  expect(outcome).toMatchObject({
    name: 'TransferError',
    message: expect.stringContaining('no OVF descriptor'),
  })
  expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
})
