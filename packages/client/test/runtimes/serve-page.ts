import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'

/** A page that runs the flow, at an origin of its own. */
export interface ServedPage extends AsyncDisposable {
  readonly origin: string
  /** What the page tells, as JSON. */
  readonly outcome: Promise<string>
}

/** Bundles the page as anybody's would be, and serves it. */
export const servePage = async (): Promise<ServedPage> => {
  const script = await bundle()
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<script type="module" src="/page.js"></script>')
  })
  const outcome = new Promise<string>((resolve, reject) => {
    server.on('request', (request) => {
      if (request.method === 'POST') text(request).then(resolve, reject)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    outcome,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const bundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@accession/source'],
  })
  return outputFiles[0]?.text ?? ''
}
