import { once } from 'node:events'
import { createServer, type Server, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { certificate, otherCertificate } from '../../test/certificate.ts'
import { createNodeFetch } from './node-fetch.ts'

const mib = 1024 * 1024
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

const listen = async (server: Server, protocol: string): Promise<URL> => {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new URL(`${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
const serve = (listener: RequestListener) => listen(createServer(listener), 'http')
const serveTls = (listener: RequestListener) =>
  listen(createTlsServer({ key: certificate.key, cert: certificate.cert }, listener), 'https')

/** Pieces of a mebibyte, and how many were asked for. */
const pieces = (count: number) => {
  const asked = { count: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (asked.count++ === count) controller.close()
        else controller.enqueue(new Uint8Array(mib))
      },
      cancel() {
        asked.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { asked, stream }
}
const send = createNodeFetch()
const put = (url: URL, body: BodyInit, init: RequestInit = {}) =>
  send(url, { method: 'PUT', body, ...init })

describe('a fetch on node:http', () => {
  it('sends and receives what fetch does, over one connection', async () => {
    let connections = 0
    const url = await serve((request, response) => {
      response.setHeader('x-method', request.method ?? '')
      response.setHeader('x-length', request.headers['content-length'] ?? 'chunked')
      request.pipe(response)
    })
    servers[0]?.on('connection', () => connections++)
    const bodies = ['', 'text ä', new TextEncoder().encode('bytes'), new Blob(['blob'])]
    for (const body of bodies) {
      const response = await put(url, body)
      expect(await response.text()).toBe(await new Response(body).text())
      expect(response.headers.get('x-method')).toBe('PUT')
    }
    const post = await send(url, { method: 'POST' })
    expect(post.headers.get('x-length')).toBe('0')
    await post.text()
    expect(connections).toBe(1)
  })

  it('hands redirects to its caller, and empty answers without a body', async () => {
    const url = await serve((_, response) => {
      response.writeHead(307, { location: 'http://elsewhere.example/' }).end()
    })
    const redirected = await send(url)
    expect(redirected.status).toBe(307)
    expect(redirected.headers.get('location')).toBe('http://elsewhere.example/')
    await redirected.text()
    const none = await serve((_, response) => response.writeHead(204).end())
    expect((await send(none)).body).toBeNull()
  })

  it('asks for no more of a body than the other side takes', async () => {
    const url = await serve(() => undefined)
    const { asked, stream } = pieces(1_000)
    const stop = new AbortController()
    const ended = put(url, stream, { signal: stop.signal }).catch((error: unknown) => error)
    // What the buffers of both ends take; then nobody asks for more.
    let before = -1
    await expect
      .poll(() => (asked.count > 0 && asked.count === before) || ((before = asked.count), false), {
        interval: 300,
        timeout: 20_000,
      })
      .toBe(true)
    expect(asked.count).toBeLessThan(200)
    stop.abort(new Error('enough'))
    expect(await ended).toMatchObject({ message: 'enough' })
    await expect.poll(() => asked.cancelled).toBe(true)
  })

  it('ends a body that is not made any more when it is aborted', async () => {
    const url = await serve(() => undefined)
    const stop = new AbortController()
    let cancelled = false
    const silent = new ReadableStream<Uint8Array>({
      pull: () => stop.abort(new Error('enough')),
      cancel: () => void (cancelled = true),
    })
    await expect(put(url, silent, { signal: stop.signal })).rejects.toThrow('enough')
    await expect.poll(() => cancelled).toBe(true)
    await expect(send(url, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
      'before',
    )
  })

  it('takes an answer that comes before the body is sent, and stops sending', async () => {
    const url = await serve((_, response) => response.writeHead(413).end('too large'))
    const { asked, stream } = pieces(10_000)
    const response = await put(url, stream)
    expect(response.status).toBe(413)
    expect(await response.text()).toBe('too large')
    await expect.poll(() => asked.cancelled).toBe(true)
  })

  it('reads no more of an answer than its caller takes, and tells when it breaks', async () => {
    let sent = 0
    const url = await serve((_, response) => {
      const write = (): void => {
        while (response.write(new Uint8Array(mib))) sent++
        sent++
      }
      response.on('drain', write)
      write()
    })
    const reader = (await send(url)).body?.getReader()
    expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0)
    expect(sent).toBeLessThan(100)
    servers[0]?.closeAllConnections()
    const rest = async () => {
      while (!(await reader?.read())?.done);
    }
    await expect(rest()).rejects.toThrow()
  })

  it('tries again where a kept connection was closed meanwhile', async () => {
    let count = 0
    const url = await serve((request, response) => {
      if (++count === 2) request.socket.resetAndDestroy()
      else response.end(String(count))
    })
    expect(await (await send(url)).text()).toBe('1')
    expect(await (await send(url)).text()).toBe('3')
    const nowhere = new URL('http://127.0.0.1:9')
    await expect(send(nowhere)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })
})

describe('whom it trusts', () => {
  const code = 'DEPTH_ZERO_SELF_SIGNED_CERT'

  it('is no certificate that it does not know', async () => {
    const url = await serveTls((_, response) => response.end('hello'))
    await expect(send(url)).rejects.toMatchObject({ cause: { code } })
    const wrong = createNodeFetch({ ca: otherCertificate.cert })
    await expect(wrong(url)).rejects.toMatchObject({ cause: { code } })
  })

  it('is what --ca names, and any of the one server that --insecure is for', async () => {
    const url = await serveTls((_, response) => response.end('hello'))
    const knowing = createNodeFetch({ ca: certificate.cert })
    expect(await (await knowing(url)).text()).toBe('hello')
    const careless = createNodeFetch({ insecureOrigin: url.origin })
    expect(await (await careless(url)).text()).toBe('hello')
    const elsewhere = createNodeFetch({ insecureOrigin: 'https://other.example' })
    await expect(elsewhere(url)).rejects.toMatchObject({ cause: { code } })
  })
})
