import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { upload } from '../support/library-api.ts'
import {
  beginUpload,
  bytesOf,
  complete,
  filesOf,
  openSession,
  serveLibrary,
  untilQuiet,
} from './served-library.ts'

const ways: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['closes its connection', (socket) => void socket.destroy()],
  ['resets its connection', (socket) => void socket.resetAndDestroy()],
  ['says that it sends no more', (socket) => void socket.end()],
]
const framings = [
  { framing: 'with its length', headers: ['Content-Length: 10'], first: '12345' },
  { framing: 'in chunks', headers: ['Transfer-Encoding: chunked'], first: '5\r\n12345\r\n' },
]

it.each(ways.flatMap(([way, leave]) => framings.map((each) => ({ way, leave, ...each }))))(
  'a client that $way in the middle of an upload $framing may send it again',
  async ({ leave, headers, first }) => {
    const library = await serveLibrary()
    const { api } = library
    const { itemId, sessionId } = await openSession(library, 'image')
    const file = await api.addFile(sessionId, 'a.img', 10)
    const connection = await beginUpload(library, file, headers, first)
    leave(connection.socket)
    await untilQuiet(library)
    expect(await filesOf(api, sessionId)).toMatchObject([{ status: 'WAITING_FOR_TRANSFER' }])
    await expect(complete(api, sessionId)).rejects.toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    })
    await upload(file, bytesOf(10))
    await complete(api, sessionId)
    expect((await api.download(itemId)).get('a.img')).toEqual(bytesOf(10))
  },
)
