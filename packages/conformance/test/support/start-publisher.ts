import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A published library on a server of its own. */
export interface Publisher extends AsyncDisposable {
  /** The address of its `lib.json`. */
  readonly url: string
}

const item = {
  id: 'urn:uuid:2f1f4b1c-4f30-4a35-9f0c-6c1d6a0f7a11',
  name: 'published',
  version: '1',
  type: 'vcsp.other',
  selfHref: 'published/item.json',
  files: [{ name: 'a.txt', size: 5, etag: '1', hrefs: ['published/a.txt'] }],
}

const documents: Readonly<Record<string, string>> = {
  '/lib.json': JSON.stringify({
    vcspVersion: '2',
    id: 'urn:uuid:7b1c2a34-8f7f-4d57-8a0e-0d3b8f5c9e21',
    name: 'published',
    version: '1',
    created: '2026-01-02T03:04Z',
    itemsHref: 'items.json',
  }),
  '/items.json': JSON.stringify({ items: [item] }),
  '/published/item.json': JSON.stringify(item),
  '/published/a.txt': 'hello',
}

/** Publishes one item with one file, on loopback and any free port. */
export const startPublisher = async (): Promise<Publisher> => {
  const server = createServer(({ url = '' }, response) => {
    const document = documents[url]
    response.writeHead(document === undefined ? 404 : 200).end(document)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/lib.json`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
