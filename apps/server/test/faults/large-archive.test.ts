import { createHash } from 'node:crypto'
import type { FileToPack } from '@accession/core/ports'
import { nodeHashing } from '@accession/crypto'
import { ovaFormat } from '@accession/item-types'
import { expect, it, onTestFinished } from 'vitest'
import { sessionPath, signIn, upload } from '../support/library-api.ts'
import type { SessionFile } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { useOf } from './process-memory.ts'
import { admin, adminPassword, complete, downloadUrl } from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mebibyte = 1024 * 1024
const diskBytes = (isLong ? 4096 : 16) * mebibyte
/** Bytes; a server that is run from its sources takes two thirds of it before it does anything. */
const residentMax = 250e6

const chunk = Uint8Array.from({ length: mebibyte }, (_, index) => (index * 31) % 251)

async function* disk(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < diskBytes; sent += chunk.byteLength) yield chunk.slice()
}

const descriptor = `<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <References><File ovf:id="file1" ovf:href="disk.vmdk" ovf:size="${diskBytes}"/></References>
  <VirtualSystem ovf:id="box"><Info>A box</Info></VirtualSystem>
</Envelope>
`

async function* descriptorBytes(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(descriptor)
}

const streamOf = (bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = bytes[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const step = await iterator.next()
        if (step.done) controller.close()
        else controller.enqueue(step.value)
      },
    },
    { highWaterMark: 2 },
  )
}

const fileOf = async (name: string, read: () => AsyncIterable<Uint8Array>): Promise<FileToPack> => {
  const digest = createHash('sha256')
  let size = 0
  for await (const part of read()) {
    digest.update(part)
    size += part.byteLength
  }
  return { name, size, read, sha256: digest.digest('hex') }
}

it(
  'a large OVA goes in and comes out again, the same, through a server that stays small',
  { timeout: 900_000 },
  async ({ skip }) => {
    const server = await startServerProcess({
      ACCESSION_DATA: temporaryFolder(),
      ACCESSION_ADMIN_PASSWORD: adminPassword,
    })
    onTestFinished(() => server.signal('SIGKILL'))
    if (!useOf(server.pid)) skip('only Linux tells what a process uses')
    const files = [
      await fileOf('box.ovf', descriptorBytes),
      await fileOf('disk.vmdk', disk),
    ] as const
    const pack = async () => {
      const archive = await ovaFormat.pack(nodeHashing, files[0], [files[1]])
      if (!archive) throw new Error('The files are no OVF set')
      return archive
    }
    const api = await signIn(server.url, admin, adminPassword)
    const itemId = await api.createItem(await api.createLibrary('images'), 'image', 'ovf')
    const sessionId = await api.createSession(itemId)
    const { size, bytes } = await pack()
    const file = await api.call<SessionFile>('POST', sessionPath(sessionId, '/file'), {
      name: 'box.ova',
      source_type: 'PUSH',
      size,
    })
    await upload(file, streamOf(bytes))
    await complete(api, sessionId)
    expect(useOf(server.pid)?.residentPeak).toBeLessThan(residentMax)

    const answer = await fetch(`${await downloadUrl(api, itemId, 'box.ovf')}?format=ova`)
    if (!answer.body) throw new Error('The download has no body')
    expect(answer.headers.get('content-length')).toBe(String(size))
    const expected = createHash('sha256')
    for await (const part of (await pack()).bytes) expected.update(part)
    const found = createHash('sha256')
    for await (const part of answer.body) found.update(part)
    expect(found.digest('hex')).toBe(expected.digest('hex'))
    expect(useOf(server.pid)?.residentPeak).toBeLessThan(residentMax)
  },
)
