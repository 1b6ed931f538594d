import { X509Certificate } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { certificates } from '../../test/certificates.ts'
import { requestTo, textOf } from '../../test/reading.ts'
import { serve, serveConnections, serveSecurely } from '../../test/servers.ts'
import { createNodeFetcher } from './create-node-fetcher.ts'

const loopback = { allow: ['127.0.0.0/8'] }
const shown = new X509Certificate(certificates.server)
const sayHello: RequestListener = (_, response) => void response.end('hello')

const redirectTo =
  (location: string): RequestListener =>
  (_, response) =>
    void response.writeHead(302, { location }).end()

/** What every name resolves to. */
const to =
  (...addresses: readonly string[]) =>
  async (): Promise<readonly string[]> =>
    addresses

/** Another digest. */
const wrong = (digest: string): string =>
  digest.replace(/^../, digest.startsWith('00') ? '01' : '00')

describe('a fetcher', () => {
  it('answers any status, its headers and its bytes, and asks for no compression', async () => {
    const { origin, asked } = await serve((_, response) => {
      response.writeHead(404, { etag: '"1"', 'set-cookie': ['a=1', 'b=2'] }).end('not here')
    })
    const headers = { Range: 'bytes=3-', 'Accept-Encoding': 'gzip', Host: 'evil.example' }
    const answer = await createNodeFetcher(loopback).fetch(
      requestTo(`${origin}/a?b#c`, { headers }),
    )
    expect([answer.status, answer.url]).toEqual([404, `${origin}/a?b`])
    expect(['etag', 'set-cookie', 'nothing'].map((name) => answer.header(name))).toEqual([
      '"1"',
      'a=1',
      undefined,
    ])
    expect(await textOf(answer)).toBe('not here')
    expect(asked[0]?.url).toBe('/a?b')
    expect(asked[0]?.headers).toMatchObject({
      range: 'bytes=3-',
      'accept-encoding': 'identity',
      host: new URL(origin).host,
    })
  })

  it('keeps credentials to the origin that they are for', async () => {
    const elsewhere = await serve(sayHello)
    const deeper = await serve(redirectTo(`${elsewhere.origin}/b`))
    const { origin, asked } = await serve((request, response) => {
      const location = request.url === '/' ? '/again' : `${deeper.origin}/a`
      response.writeHead(307, { location }).end()
    })
    const credentials = { userName: 'vcsp', password: 'süß:1' }
    const headers = { cookie: 'a=1', 'x-kept': 'yes' }
    const request = requestTo(`${origin}/`, { credentials, headers })
    const answer = await createNodeFetcher(loopback).fetch(request)
    expect(await textOf(answer)).toBe('hello')
    expect(answer.url).toBe(`${elsewhere.origin}/b`)
    const basic = `Basic ${Buffer.from('vcsp:süß:1').toString('base64')}`
    expect(asked.map((one) => one.headers.authorization)).toEqual([basic, basic])
    for (const { asked: others } of [deeper, elsewhere]) {
      expect(others).toHaveLength(1)
      expect(others[0]?.headers.authorization).toBeUndefined()
      expect(others[0]?.headers.cookie).toBeUndefined()
      expect(others[0]?.headers['x-kept']).toBe('yes')
    }
  })

  it('follows no redirect from https to http', async () => {
    const plain = await serve(sayHello)
    const { origin } = await serveSecurely(redirectTo(plain.origin))
    const pinned = { thumbprint: shown.fingerprint256 }
    const credentials = { userName: 'vcsp', password: 'secret' }
    await expect(
      createNodeFetcher(loopback).fetch(requestTo(origin, { pinned, credentials })),
    ).rejects.toMatchObject({ failure: 'FORBIDDEN_ADDRESS' })
    expect(plain.asked).toEqual([])
  })

  it('follows a handful of redirects, and no more', async () => {
    const { origin, asked } = await serve(({ url = '' }, response) => {
      response.writeHead(302, { location: String(Number(url.slice(1)) + 1) }).end()
    })
    const limits = { redirectsMax: 3 }
    await expect(
      createNodeFetcher({ ...loopback, limits }).fetch(requestTo(`${origin}/0`)),
    ).rejects.toMatchObject({ failure: 'TOO_MANY_REDIRECTS' })
    expect(asked.map(({ url }) => url)).toEqual(['/0', '/1', '/2', '/3'])
  })

  it('reads no more than is wanted of a body that never ends, or that announces too much', async () => {
    const { origin } = await serve(async (request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'content-length': 2000 })
      while (!response.destroyed) {
        if (!response.write('x'.repeat(100))) await sleep(1)
      }
    })
    const fetcher = createNodeFetcher(loopback)
    const endless = await fetcher.fetch(requestTo(`${origin}/`, { bytesMax: 1000 }))
    await expect(textOf(endless)).rejects.toMatchObject({ failure: 'TOO_LARGE' })
    await expect(
      fetcher.fetch(requestTo(`${origin}/announced`, { bytesMax: 1000 })),
    ).rejects.toMatchObject({ failure: 'TOO_LARGE' })
  })

  it.each([
    ['says nothing', '', 'TIMED_OUT'],
    ['sends its headers without end', 'HTTP/1.1 200 OK\r\nx-a: ', 'TIMED_OUT'],
    ['sends only that it goes on', 'HTTP/1.1 100 Continue\r\n\r\n', 'TIMED_OUT'],
    ['sends huge headers', `HTTP/1.1 200 OK\r\nx-a: ${'x'.repeat(40_000)}\r\n\r\n`, 'TOO_LARGE'],
    ['speaks something else', '220 mail.example ESMTP\r\n', 'UNREACHABLE'],
    ['switches to another protocol', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n', 'UNREACHABLE'],
  ])('gives up a server that %s', async (_, sent, failure) => {
    const { origin } = await serveConnections((socket) => {
      socket.write(sent)
      // A byte now and then, as slow attackers do.
      const dripping = setInterval(() => socket.write(sent.endsWith(' ') ? 'a' : ''), 20)
      socket.on('close', () => clearInterval(dripping))
    })
    const limits = { headersMs: 200 }
    await expect(
      createNodeFetcher({ ...loopback, limits }).fetch(requestTo(origin)),
    ).rejects.toMatchObject({ failure })
  })

  it.each([
    ['falls silent', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345', false, 'TIMED_OUT'],
    ['breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345', true, 'UNREACHABLE'],
    [
      'ends a chunk too soon',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n123',
      true,
      'UNREACHABLE',
    ],
  ])('tells that a body %s', async (_, sent, isEnding, failure) => {
    const { origin } = await serveConnections((socket) => {
      socket.once('data', () => (isEnding ? socket.end(sent) : socket.write(sent)))
    })
    const limits = { idleMs: 200 }
    const answer = await createNodeFetcher({ ...loopback, limits }).fetch(requestTo(origin))
    await expect(textOf(answer)).rejects.toMatchObject({ name: 'FetchError', failure })
  })

  it('gives up a body that crawls', async () => {
    const { origin } = await serveConnections((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const dripping = setInterval(() => socket.write('a'), 20)
      socket.on('close', () => clearInterval(dripping))
    })
    const limits = { idleMs: 200 }
    const answer = await createNodeFetcher({ ...loopback, limits }).fetch(requestTo(origin))
    await expect(textOf(answer)).rejects.toMatchObject({ failure: 'TIMED_OUT' })
  })

  it('tells who cannot be found or reached, and nothing of what was asked for there', async () => {
    const { origin, port } = await serveConnections((socket) => socket.destroy())
    const fetcher = createNodeFetcher({ ...loopback, resolve: async () => [] })
    const url = `${origin}/secret?signature=secret`
    const broken = await fetcher.fetch(requestTo(url)).catch((error: unknown) => error)
    expect(broken).toMatchObject({ failure: 'UNREACHABLE' })
    const unknown = await fetcher
      .fetch(requestTo(`http://images.example:${port}/secret`))
      .catch((error: unknown) => error)
    expect(unknown).toMatchObject({ failure: 'HOST_NOT_FOUND' })
    for (const error of [broken, unknown]) expect(String(error)).not.toContain('secret')
  })

  it('tries the next address of a name where one does not answer', async () => {
    const { port } = await serve(sayHello)
    const resolve = to('127.0.0.2', '127.0.0.1')
    const fetcher = createNodeFetcher({ ...loopback, resolve })
    const answer = await fetcher.fetch(requestTo(`http://images.example:${port}/`))
    expect(await textOf(answer)).toBe('hello')
  })

  it.each(['before it is sent', 'while headers are awaited', 'while the body is read'])(
    'ends at once when its signal aborts %s',
    async (when) => {
      const stop = new AbortController()
      const reason = new Error('No longer wanted')
      const { origin } = await serveConnections((socket) => {
        socket.once('data', () => {
          if (when.includes('headers')) return stop.abort(reason)
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345')
        })
      })
      if (when.includes('before')) stop.abort(reason)
      const reading = async (): Promise<string> => {
        const answer = await createNodeFetcher(loopback).fetch(
          requestTo(origin, { signal: stop.signal }),
        )
        setImmediate(() => stop.abort(reason))
        return textOf(answer)
      }
      await expect(reading()).rejects.toBe(reason)
    },
  )
})

describe('a certificate', () => {
  const sha1 = shown.fingerprint
  const untrusted = { failure: 'CERTIFICATE_ERROR' }

  it.each([
    ['its SHA-256', { thumbprint: shown.fingerprint256 }],
    [
      'its SHA-256 without colons, in lower case',
      { thumbprint: shown.fingerprint256.replaceAll(':', '').toLowerCase() },
    ],
    ['itself', { certificate: certificates.server }],
    ['the authority that its chain ends in', { certificate: certificates.authority }],
    [
      'itself, whatever the thumbprint',
      { certificate: certificates.server, thumbprint: wrong(shown.fingerprint256) },
    ],
  ])('is believed by %s', async (_, pinned) => {
    const { origin } = await serveSecurely(sayHello)
    const answer = await createNodeFetcher(loopback).fetch(requestTo(origin, { pinned }))
    expect(await textOf(answer)).toBe('hello')
  })

  it.each([
    ['nothing vouches for it', undefined],
    ['its SHA-256 is another', { thumbprint: wrong(shown.fingerprint256) }],
    ['its SHA-1 is another', { thumbprint: wrong(sha1) }],
    ['only a SHA-1 vouches for it', { thumbprint: sha1 }],
    ['a thumbprint is none', { thumbprint: 'AA:BB' }],
    ['a certificate is none', { certificate: 'AA:BB' }],
    ['another authority is pinned', { certificate: certificates.stranger }],
  ])('is refused, and nothing is sent, where %s', async (_, pinned) => {
    const { origin, asked } = await serveSecurely(sayHello)
    const request = requestTo(origin, pinned && { pinned })
    await expect(createNodeFetcher(loopback).fetch(request)).rejects.toMatchObject(untrusted)
    expect(asked).toEqual([])
  })

  it('is refused where its chain ends in what is pinned, and it is for another name', async () => {
    const { port, asked } = await serveSecurely(sayHello)
    const fetcher = createNodeFetcher({ ...loopback, resolve: to('127.0.0.1') })
    const pinned = { certificate: certificates.authority }
    const ask = (host: string) => fetcher.fetch(requestTo(`https://${host}:${port}/`, { pinned }))
    await expect(ask('other.example')).rejects.toMatchObject(untrusted)
    expect(asked).toEqual([])
    expect(await textOf(await ask('library.example'))).toBe('hello')
  })

  it('is believed by its SHA-1 alone where the operator says so', async () => {
    const { origin } = await serveSecurely(sayHello)
    const fetcher = createNodeFetcher({ ...loopback, allowShaOneThumbprint: true })
    const answer = await fetcher.fetch(requestTo(origin, { pinned: { thumbprint: sha1 } }))
    expect(await textOf(answer)).toBe('hello')
    await expect(
      fetcher.fetch(requestTo(origin, { pinned: { thumbprint: wrong(sha1) } })),
    ).rejects.toMatchObject(untrusted)
  })

  it('that is pinned for one origin vouches for no other', async () => {
    const other = await serveSecurely(sayHello)
    const { origin } = await serveSecurely(redirectTo(other.origin))
    const pinned = { thumbprint: shown.fingerprint256 }
    await expect(
      createNodeFetcher(loopback).fetch(requestTo(origin, { pinned })),
    ).rejects.toMatchObject(untrusted)
    expect(other.asked).toEqual([])
  })

  it('is told, believed or not', async () => {
    const { origin, asked } = await serveSecurely(sayHello)
    const { signal } = new AbortController()
    const told = await createNodeFetcher(loopback).serverCertificate(origin, signal)
    expect(told?.thumbprint).toBe(shown.fingerprint256)
    expect(new X509Certificate(told?.certificate ?? '').raw).toEqual(shown.raw)
    expect(asked).toEqual([])
    const plain = origin.replace('https', 'http')
    await expect(
      createNodeFetcher(loopback).serverCertificate(plain, signal),
    ).rejects.toMatchObject({ failure: 'INVALID_URL' })
  })
})
