import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestTo } from '../../test/reading.ts'
import { serve } from '../../test/servers.ts'
import { createNodeFetcher } from '../node/create-node-fetcher.ts'
import { createWorkerFetcher } from '../worker/create-worker-fetcher.ts'

/** Hosts that lead into a network, in every spelling; PORT is where the canary listens. */
const hosts = [
  // Loopback, and what means it.
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '0x7f.1',
  '127.0.0.1.',
  '127。0。0。1',
  '１２７.0.0.1',
  '%31%32%37.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[0:0:0:0:ffff:0:7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001::1]',
  '[2001:0:7f00:1::]',
  '[2001:470::5efe:127.0.0.1]',
  '[2001:470::200:5efe:127.0.0.1]',
  // Unspecified: many systems take it for loopback.
  '0.0.0.0',
  '0',
  '0x0',
  '0.1.2.3',
  '[::]',
  '[0000::]',
  // Private and shared.
  '10.0.0.1',
  '10.255.255.255',
  '012.0.0.1',
  '167772161',
  '172.16.0.1',
  '172.31.255.255',
  '0xac100001',
  '192.168.0.1',
  '192.168.1',
  '3232235521',
  '100.64.0.1',
  '100.127.255.255',
  '100.100.100.200',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fdff:ffff::]',
  '[fec0::1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:c0a8:1]',
  // Link-local and metadata of clouds.
  '169.254.0.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '168.63.129.16',
  '[fe80::1]',
  '[febf::1]',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  // Multicast, broadcast, reserved, documentation, benchmarks.
  '224.0.0.1',
  '239.255.255.255',
  '255.255.255.255',
  '240.0.0.1',
  '0xffffffff',
  '192.0.0.192',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.1',
  '198.18.0.1',
  '198.19.255.255',
  '192.88.99.1',
  '[ff02::1]',
  '[ff0e::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[2001:2::1]',
  '[100::1]',
  '[2001:10::1]',
  '[4000::1]',
  '[5f00::1]',
  '[::ffff:8.8.8.8]',
  '[2001:0:4136:e378::]',
] as const

/** Names that resolve to such an address, as somebody's name server may tell. */
const answers = [
  ['127.0.0.1'],
  ['::1'],
  ['10.1.2.3'],
  ['169.254.169.254'],
  ['fd00::1'],
  ['::ffff:127.0.0.1'],
  ['93.184.215.14', '127.0.0.1'],
  ['2606:4700::1111', '::1'],
  ['fe80::1%eth0'],
  ['0.0.0.0'],
] as const

/** A runtime's `fetch` that nobody may come to. */
const never: typeof fetch = () => Promise.reject(new Error('It was sent'))

const canary = createServer((_, response) => void response.end('reached'))
let connections = 0
let port = 0

beforeAll(async () => {
  canary.on('connection', () => connections++)
  await new Promise<void>((resolve) => void canary.listen(0, resolve))
  port = (canary.address() as AddressInfo).port
})

afterAll(() => void canary.close())

const refused = { name: 'FetchError', failure: 'FORBIDDEN_ADDRESS' }

describe('hostile addresses', () => {
  it('are a table of more than 60, of a canary that can be reached', async () => {
    expect(new Set(hosts).size).toBe(hosts.length)
    expect(hosts.length).toBeGreaterThan(60)
    const { status, bytes } = await createNodeFetcher({ allow: ['127.0.0.1'] }).fetch(
      requestTo(`http://127.0.0.1:${port}/`),
    )
    await bytes.cancel()
    expect([status, connections]).toEqual([200, 1])
    connections = 0
  })

  it.each(hosts)('are refused: %s', async (host) => {
    for (const scheme of ['http', 'https']) {
      const request = requestTo(`${scheme}://${host}:${port}/latest/meta-data`)
      await expect(createNodeFetcher().fetch(request)).rejects.toMatchObject(refused)
      await expect(createWorkerFetcher({ fetch: never }).fetch(request)).rejects.toMatchObject(
        refused,
      )
    }
    const { signal } = new AbortController()
    await expect(
      createNodeFetcher().serverCertificate(`https://${host}:${port}`, signal),
    ).rejects.toMatchObject(refused)
    expect(connections).toBe(0)
  })

  it.each(hosts)('are refused where an allowed server redirects to them: %s', async (host) => {
    const { origin, port: own } = await serve((_, response) => {
      // A header holds no other characters, so those are percent-encoded.
      const spelt = /^[ -~]+$/.test(host) ? host : encodeURI(host)
      response.writeHead(302, { location: `http://${spelt}:${port}/` }).end()
    })
    // The first is allowed with its port alone, so nothing else on its address is.
    const fetcher = createNodeFetcher({ allow: [`127.0.0.1:${own}`] })
    await expect(fetcher.fetch(requestTo(`${origin}/`))).rejects.toMatchObject(refused)
    expect(connections).toBe(0)
  })

  it.each(answers.map((addresses) => ({ addresses })))(
    'are refused where a name resolves to them: $addresses',
    async ({ addresses }) => {
      const fetcher = createNodeFetcher({ resolve: async () => addresses })
      const request = requestTo(`http://images.example:${port}/`)
      await expect(fetcher.fetch(request)).rejects.toMatchObject(refused)
      expect(connections).toBe(0)
    },
  )

  it('are refused behind a name that resolves to them the second time only', async () => {
    const { port: own } = await serve((_, response) => {
      response.writeHead(302, { location: `http://images.example:${port}/` }).end()
    })
    let count = 0
    const fetcher = createNodeFetcher({
      allow: [`first.example:${own}`],
      resolve: async () => (count++ === 0 ? ['127.0.0.1'] : ['::1']),
    })
    const request = requestTo(`http://first.example:${own}/`)
    await expect(fetcher.fetch(request)).rejects.toMatchObject(refused)
    expect([count, connections]).toEqual([2, 0])
  })

  it('are no way in by a name that is resolved once and changes then: no second answer is asked for', async () => {
    const asked: string[] = []
    const { port: own } = await serve((_, response) => void response.end('it'))
    const fetcher = createNodeFetcher({
      allow: [`images.example:${own}`],
      async resolve(host) {
        asked.push(host)
        return asked.length === 1 ? ['127.0.0.1'] : ['203.0.113.9']
      },
    })
    const { bytes } = await fetcher.fetch(requestTo(`http://images.example:${own}/`))
    expect(await new Response(bytes as BodyInit).text()).toBe('it')
    expect(asked).toEqual(['images.example'])
  })

  it.each([
    'localhost',
    'db',
    'nas.local',
    'metadata.google.internal',
    'a.localhost',
    'router.lan.',
  ])('are refused by their name alone where somebody else resolves it: %s', async (host) => {
    const fetcher = createWorkerFetcher({ fetch: never })
    await expect(fetcher.fetch(requestTo(`http://${host}/`))).rejects.toMatchObject(refused)
  })

  it.each([
    'ftp://images.example/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'data:,x',
    'javascript:1',
    'http:///',
    'http://',
    'images.example/x',
    'http://user:secret@images.example/',
    'https://user@images.example/',
    'unix:/run/docker.sock',
    `http://images.example/${'x'.repeat(5000)}`,
  ])('are not even addresses to fetch from: %s', async (url) => {
    const failure = await createNodeFetcher()
      .fetch(requestTo(url))
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'FetchError', failure: 'INVALID_URL' })
    expect(String(failure)).not.toContain('secret')
  })
})
