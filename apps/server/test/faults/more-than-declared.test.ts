import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { upload } from '../support/library-api.ts'
import type { SessionFile } from '../support/library-api.ts'
import {
  bytesOf,
  complete,
  filesOf,
  openSession,
  serveLibrary,
  storedBlobs,
} from './served-library.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mebibyte = 1024 * 1024
const declared = (isLong ? 1024 : 8) * mebibyte

interface Sent {
  /** Bytes that went out before the other side had enough. */
  readonly bytes: number
  readonly answer: string
}

/** Sends up to so many bytes, until an answer comes or the connection ends. */
const sendUpTo = (file: SessionFile, total: number, isChunked: boolean): Promise<Sent> => {
  const { hostname, port, pathname } = new URL(String(file.upload_endpoint?.uri))
  const socket = connect(Number(port), hostname)
  const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${total}`
  socket.write(`PUT ${pathname} HTTP/1.1\r\nHost: library.test\r\n${length}\r\n\r\n`)
  const chunk = new Uint8Array(mebibyte)
  let bytes = 0
  let answer = ''
  const hasEnough = (): boolean => answer !== '' || socket.destroyed
  const sendMore = (): void => {
    while (bytes < total && !hasEnough()) {
      if (isChunked) socket.write(`${mebibyte.toString(16)}\r\n`)
      const goesOn = socket.write(chunk)
      if (isChunked) socket.write('\r\n')
      bytes += mebibyte
      if (!goesOn) return
    }
  }
  socket.on('drain', sendMore)
  socket.on('connect', sendMore)
  socket.on('error', () => undefined)
  return new Promise((resolve) => {
    socket.on('data', (data) => {
      answer += String(data)
      if (answer.includes('}')) socket.destroy()
    })
    socket.on('close', () => resolve({ bytes, answer }))
  })
}

it.each([
  { framing: 'which its length says', isChunked: false, error: 'size_mismatch' },
  { framing: 'in chunks', isChunked: true, error: 'larger_than_declared' },
])('more bytes than were declared, $framing, are refused', async ({ isChunked, error }) => {
  const library = await serveLibrary({ data: temporaryFolder() })
  const { api, server } = library
  const { sessionId } = await openSession(library, 'image')
  const file = await api.addFile(sessionId, 'a.img', declared)
  const total = 2 * declared
  const sent = await sendUpTo(file, total, isChunked)
  expect(sent.answer).toMatch(/^HTTP\/1\.1 400/)
  expect(sent.answer).toContain(`accession.transfer.${error}`)
  expect(sent.bytes).toBeLessThan(total)
  expect(await filesOf(api, sessionId)).toMatchObject([
    { status: 'ERROR', error_message: { id: `accession.transfer.${error}` } },
  ])
  await expect(complete(api, sessionId)).rejects.toMatchObject({ status: 400 })
  expect(await storedBlobs(server)).toEqual([])
  await upload(await api.addFile(sessionId, 'a.img', 5), bytesOf(5))
  await complete(api, sessionId)
})
