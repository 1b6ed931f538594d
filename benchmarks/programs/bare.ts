/**
 * The least that Node can do: `node:http` that answers fixed JSON, or 304 to whoever has its tag, pipes
 * the body of a PUT to a file and a file to the answer of a GET, and syncs nothing. Takes its folder;
 * tells its port to its parent.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fixedJson } from './fixed-json.ts'

const folder = process.argv[2] ?? '.'

const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const { method, url = '/' } = incoming
  const path = join(folder, basename(url))
  if (method === 'PUT') {
    await pipeline(incoming, createWriteStream(path))
    outgoing.writeHead(200).end()
  } else if (incoming.headers['if-none-match'] === '"1"') {
    outgoing.writeHead(304, { etag: '"1"', 'cache-control': 'public, no-cache' }).end()
  } else if (url.startsWith('/files/')) {
    const { size } = await stat(path)
    outgoing.writeHead(200, { 'content-length': size })
    await pipeline(createReadStream(path), outgoing)
  } else {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(fixedJson)
  }
}

const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error))
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
