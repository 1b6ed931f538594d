import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { chromiumMissing } from './find-chromium.ts'
import { openPage } from './open-page.ts'

if (chromiumMissing !== undefined) console.warn(`Skipped: a page in Chromium; ${chromiumMissing}`)

it.skipIf(chromiumMissing !== undefined)('runs the scripts of a page', async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<script>fetch(`/told?${6 * 7}`)</script>')
  })
  const told = new Promise((resolve) => {
    server.on('request', ({ url }) => url?.startsWith('/told') && resolve(url))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await using page = await openPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    expect(await Promise.race([told, page.ended])).toBe('/told?42')
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
