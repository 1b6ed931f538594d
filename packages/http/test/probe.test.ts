import { FetchError } from '@accession/core/ports'
import type { Fetcher, FetchFailure } from '@accession/core/ports'
import { describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'

const path = '/rest/com/vmware/content/library/item/updatesession/file?~action=probe'

/** A network of one server, which answers with a status or fails. */
const answering = (how: number | FetchFailure): Fetcher => ({
  async fetch({ url }) {
    if (typeof how === 'string') throw new FetchError(how, 'images.example says no.')
    return { status: how, url, header: () => undefined, bytes: new Blob(['a']).stream() }
  },
  serverCertificate: async () => ({ thumbprint: 'AB:CD', certificate: 'PEM' }),
})

const probe = async (
  how: number | FetchFailure,
  uri: string,
  role: 'viewer' | 'editor' = 'editor',
) => {
  const app = openTestApp({}, { fetcher: answering(how) })
  const headers = await app.signIn(role)
  const answer = await app.send('POST', path, { headers, json: { source_endpoint: { uri } } })
  return { status: answer.status, body: (await answer.json()) as { value: unknown }, app }
}

describe('probing where a file is to be pulled from', () => {
  it.each([
    [206, 'SUCCESS'],
    [200, 'SUCCESS'],
    [401, 'INVALID_CREDENTIALS'],
    [404, 'RESOURCE_NOT_FOUND'],
    [500, 'UNKNOWN_ERROR'],
    ['FORBIDDEN_ADDRESS', 'INVALID_URL'],
    ['HOST_NOT_FOUND', 'HOST_NOT_FOUND'],
    ['TIMED_OUT', 'TIMED_OUT'],
    ['CERTIFICATE_ERROR', 'CERTIFICATE_ERROR'],
    ['UNREACHABLE', 'UNKNOWN_ERROR'],
    ['TOO_MANY_REDIRECTS', 'INVALID_URL'],
  ] as const)('tells of %s as %s, and of the certificate', async (how, status) => {
    const { body, app } = await probe(how, 'https://images.example/a?signature=secret')
    const told = status === 'SUCCESS' ? [] : [{ id: 'accession.pull.probed' }]
    expect(body.value).toMatchObject({
      status,
      ssl_thumbprint: 'AB:CD',
      ssl_certificate: 'PEM',
      error_messages: told,
    })
    expect(JSON.stringify([body, app.logged])).not.toContain('secret')
  })

  it.each(['ds:///a', 'file:///etc/passwd', 'https://me:secret@images.example/', 'x'])(
    'asks nobody where there is nothing to ask: %s',
    async (uri) => {
      const { body } = await probe(200, uri)
      expect(body.value).toMatchObject({ status: 'INVALID_URL' })
      expect(body.value).not.toHaveProperty('ssl_thumbprint')
    },
  )

  it('is for those who may make update sessions, in one spelling', async () => {
    expect(await probe(200, 'https://images.example/', 'viewer')).toMatchObject({ status: 403 })
    const app = openTestApp({}, { fetcher: answering(200) })
    const json = { source_endpoint: { uri: 'https://images.example/' } }
    expect((await app.send('POST', path, { json })).status).toBe(401)
    const headers = await app.signIn('editor')
    for (const other of [path.replace('probe', 'prod'), path.split('?')[0] ?? '', `${path}&a=b`])
      expect((await app.send('POST', other, { headers, json })).status).toBe(404)
    expect((await app.send('POST', path, { headers, json: { endpoint: {} } })).status).toBe(400)
  })
})
