import { connect } from 'node:net'
import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { certificates } from '../../test/certificates.ts'
import { requestTo, textOf } from '../../test/reading.ts'
import { serveSecurely } from '../../test/servers.ts'
import { targetOf } from '../policy/target.ts'
import { createNodeFetcher } from './create-node-fetcher.ts'
import { readProxies } from './proxies.ts'

/** A proxy that connects wherever it is asked to, at the port that the test says. */
const openProxy = async (to: () => number) => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers['proxy-authorization']} ${request.headers.host}`)
    response.end('through the proxy')
  })
  server.on('connect', (request, socket) => {
    seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`)
    const upstream = connect(to(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const end of [socket, upstream]) end.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, url: `http://me:se%40cret@127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** What nobody may ask when a proxy does. */
const resolve = () => Promise.reject(new Error('It was resolved here'))

const basic = `Basic ${Buffer.from('me:se@cret').toString('base64')}`

describe('a proxy of the environment', () => {
  it('is asked for plain addresses, and resolves their names', async () => {
    const { seen, url } = await openProxy(() => 0)
    const fetcher = createNodeFetcher({ proxies: readProxies({ HTTP_PROXY: url }), resolve })
    const answer = await fetcher.fetch(requestTo('http://images.example/a?b'))
    expect(await textOf(answer)).toBe('through the proxy')
    expect(seen).toEqual([`http://images.example/a?b ${basic} images.example`])
  })

  it('passes TLS on, so that certificates are judged as ever', async () => {
    const { port, asked } = await serveSecurely((_, response) => void response.end('hello'))
    const { seen, url } = await openProxy(() => port)
    const fetcher = createNodeFetcher({ proxies: readProxies({ https_proxy: url }) })
    const thumbprint = new X509Certificate(certificates.server).fingerprint256
    const request = requestTo('https://library.example/x', { pinned: { thumbprint } })
    expect(await textOf(await fetcher.fetch(request))).toBe('hello')
    expect(asked[0]?.headers['proxy-authorization']).toBeUndefined()
    expect(seen).toEqual([`CONNECT library.example:443 ${basic}`])
    await expect(fetcher.fetch(requestTo('https://library.example/x'))).rejects.toMatchObject({
      failure: 'CERTIFICATE_ERROR',
    })
    expect(asked).toHaveLength(1)
  })

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://[::1]/',
    'http://nas/',
    'https://db.internal/',
  ])('is not asked for %s', async (address) => {
    const { seen, url } = await openProxy(() => 0)
    const proxies = readProxies({ HTTP_PROXY: url, HTTPS_PROXY: url })
    await expect(createNodeFetcher({ proxies }).fetch(requestTo(address))).rejects.toMatchObject({
      failure: 'FORBIDDEN_ADDRESS',
    })
    expect(seen).toEqual([])
  })

  it.each([
    ['a.example', true],
    ['x.a.example', true],
    ['xa.example', false],
    ['b.example', true],
    ['b.example:8080', false],
    ['10.0.0.1', true],
    ['c.example', false],
  ])('is passed by as NO_PROXY says: %s (%s)', (host, isPassedBy) => {
    const environment = {
      http_proxy: 'proxy.example:3128',
      NO_PROXY: '.a.example, b.example:80 10.0.0.1',
    }
    const proxy = readProxies(environment).proxyFor(targetOf(`http://${host}/`))
    expect(proxy === undefined).toBe(isPassedBy)
  })

  it('is refused where it is none', () => {
    expect(() => readProxies({ HTTPS_PROXY: 'socks5://me:secret@proxy.example' })).toThrow(
      'HTTPS_PROXY is not the http or https address of a proxy.',
    )
  })
})
