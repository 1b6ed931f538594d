import { limits } from '@accession/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, streamOf } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, makeItem, makeSession } from './update-session-fixture.ts'

const unknownProperty = 'com.vmware.vapi.rest.unsupportedProperty'
const unknownAddress = 'com.vmware.vapi.rest.operationsForUrlNotFound'

interface FlatError {
  readonly error_type: string
  readonly messages: readonly { readonly id: string; readonly args: readonly string[] }[]
}

const refusal = async (response: Response) => {
  const { error_type, messages } = (await response.json()) as FlatError
  const [first] = messages
  return { status: response.status, type: error_type, id: first?.id, args: first?.args }
}

const badRequest = (id: string, ...args: readonly string[]) => ({
  status: 400,
  type: 'INVALID_ARGUMENT',
  id,
  args,
})

let app: TestApp
let headers: Record<string, string>

beforeEach(async () => {
  app = openTestApp()
  headers = await app.signIn('admin')
})

describe('a body', () => {
  const find = '/api/content/library/item?action=find'

  it.each([
    [{ nmae: 'a' }, badRequest(unknownProperty, 'nmae')],
    [{ name: 7 }, badRequest('accession.argument.mistyped', 'spec.name', 'a string')],
    [[], badRequest('accession.request.body_not_object')],
    ['text', badRequest('accession.request.body_not_object')],
  ])('of /api is the parameter itself: %j', async (json, expected) => {
    expect(await refusal(await app.send('POST', find, { headers, json }))).toEqual(expected)
  })

  it.each([
    [{ name: 'a' }, badRequest(unknownProperty, 'name')],
    [{ spec: { nmae: 'a' } }, badRequest(unknownProperty, 'nmae')],
    [{}, badRequest('accession.argument.missing', 'spec')],
    [{ spec: null }, badRequest('accession.argument.missing', 'spec')],
    [{ spec: [] }, badRequest('accession.argument.mistyped', 'spec', 'an object')],
  ])('of /rest holds the parameters: %j', async (json, expected) => {
    const path = '/rest/com/vmware/content/library/item?~action=find'
    expect(await refusal(await app.send('POST', path, { headers, json }))).toEqual(expected)
  })

  it('of an action of /api holds its other parameters', async () => {
    const session = await makeSession(app, headers, await makeItem(app, headers))
    const path = `/api/content/library/item/update-session/${session}?action=keep-alive`
    const kept = await app.send('POST', path, { headers, json: { client_progress: 40 } })
    expect(kept.status).toBe(204)
    const wrong = await app.send('POST', path, { headers, json: { progress: 40 } })
    expect(await refusal(wrong)).toEqual(badRequest(unknownProperty, 'progress'))
    const none = await app.send('POST', path, { headers })
    expect(none.status).toBe(204)
  })

  it.each([
    ['{"name":', 'accession.request.body_not_json'],
    ['{"name":"a","name":"b"}', 'accession.request.property_repeated'],
    [`{"name":${'['.repeat(40)}${']'.repeat(40)}}`, 'accession.request.nesting_too_deep'],
    [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'accession.request.body_not_json'],
  ])('is JSON: %o', async (body, id) => {
    const asJson = { ...headers, 'content-type': 'application/json' }
    const response = await app.send('POST', find, { headers: asJson, body })
    expect(await refusal(response)).toMatchObject({ status: 400, type: 'INVALID_ARGUMENT', id })
  })

  it('says that it is JSON, or says nothing', async () => {
    const asForm = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
    const form = await app.send('POST', find, { headers: asForm, body: '{"name":"a"}' })
    expect(await refusal(form)).toEqual(
      badRequest('accession.request.media_type', 'application/x-www-form-urlencoded'),
    )
    const body = new TextEncoder().encode('{"name":"a"}')
    expect((await app.send('POST', find, { headers, body })).status).toBe(200)
  })

  it('is refused past its limit, whether it says its length or not', async () => {
    const expected = badRequest('accession.request.body_too_large', String(limits.jsonBodyBytesMax))
    const tooLong = ' '.repeat(limits.jsonBodyBytesMax)
    const counted = await app.send('POST', find, { headers, body: streamOf(tooLong, '{}') })
    expect(await refusal(counted)).toEqual(expected)
    const told = { ...headers, 'content-length': String(limits.jsonBodyBytesMax + 1) }
    const endless = new ReadableStream<Uint8Array>()
    const early = await app.send('POST', find, { headers: told, body: endless })
    expect(await refusal(early)).toEqual(expected)
  })

  it('is refused where its sender hangs up in the middle, which is no fault of this server', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"na')),
      pull: (controller) => controller.error(new Error('aborted')),
    })
    const response = await app.send('POST', find, { headers, body: broken })
    expect(await refusal(response)).toEqual(badRequest('accession.request.body_broke_off', '4'))
    expect(app.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('is not for a call without parameters in it, but an empty object does no harm', async () => {
    const session = await makeSession(app, headers, await makeItem(app, headers))
    const path = `/api/content/library/item/update-session/${session}`
    const member = await app.send('POST', `${path}?action=cancel`, { headers, json: { force: 1 } })
    expect(await refusal(member)).toEqual(badRequest(unknownProperty, 'force'))
    const text = await app.send('POST', `${path}?action=cancel`, { headers, json: 'now' })
    expect(await refusal(text)).toEqual(badRequest('accession.request.body_unexpected'))
    const empty = await app.send('POST', `${path}?action=cancel`, { headers, json: {} })
    expect(empty.status).toBe(204)
  })
})

describe('a query', () => {
  it.each([
    '/api/content/library/item/update-session?item=a',
    '/rest/com/vmware/content/library/item/update-session?item=a',
    '/api/content/library?item=a',
    '/api/session?item=a',
  ])('holds nothing unknown: %s', async (path) => {
    const response = await app.send('GET', path, { headers })
    expect(await refusal(response)).toEqual(badRequest(unknownProperty, 'item'))
  })

  it('has what is required, once', async () => {
    const path = '/api/content/library/item'
    const missing = await app.send('GET', path, { headers })
    expect(await refusal(missing)).toEqual(badRequest('accession.argument.missing', 'library_id'))
    const twice = await app.send('GET', `${path}?library_id=a&library_id=b`, { headers })
    expect(await refusal(twice)).toEqual(
      badRequest('accession.request.property_repeated', 'library_id'),
    )
  })

  it('tells get from list where they share an address', async () => {
    const item = await makeItem(app, headers)
    const { name } = await app.addItemFile(item, 'a b+c.iso', 'bytes')
    const encoded = encodeURIComponent(name)
    const at = `/api/content/library/item/${item}`
    const answers = async (path: string) => (await app.send('GET', path, { headers })).json()
    expect(await answers(`${at}/file`)).toMatchObject([{ name, size: 5 }])
    expect(await answers(`${at}/file?name=${encoded}`)).toMatchObject({ name, size: 5 })
    expect(await answers(`${at}/storage`)).toMatchObject([{ name }])
    expect(await answers(`${at}/storage?file_name=${encoded}`)).toMatchObject([{ name }])
    expect(await answers(`${at}/file?file_name=a`)).toMatchObject({
      messages: [{ id: unknownProperty, args: ['file_name'] }],
    })
  })
})

describe('a path', () => {
  it('is decoded once', async () => {
    const session = await makeSession(app, headers, await makeItem(app, headers))
    for (const name of ['100%25.iso', 'a b.iso', 'ü + # ?.iso', 'a%41.iso']) {
      await addPushFile(app, headers, session, name)
      const path = `/api/content/library/item/update-session/${session}/file`
      const got = await app.send('GET', `${path}/${encodeURIComponent(name)}`, { headers })
      expect(await got.json()).toMatchObject({ name, source_type: 'PUSH' })
    }
  })

  it('is refused where its encoding is malformed', async () => {
    const response = await app.send('GET', '/api/content/library/a%zz', { headers })
    expect(await refusal(response)).toEqual(
      badRequest('accession.request.address_malformed', 'a%zz'),
    )
  })

  it('may hold the colon of /rest encoded', async () => {
    const session = await makeSession(app, headers, await makeItem(app, headers))
    const path = '/rest/com/vmware/content/library/item/update-session'
    expect((await app.send('GET', `${path}/id%3A${session}`, { headers })).status).toBe(200)
    expect((await app.send('GET', `${path}/id:${session}`, { headers })).status).toBe(200)
  })

  it.each([
    ['GET', '/', '/'],
    ['GET', '/api', '/api'],
    ['POST', '/api/', '/api/'],
    ['GET', '/api/content/nothing?a=b', '/api/content/nothing'],
    ['PUT', '/api/session', '/api/session'],
    ['POST', '/api/content/library?action=fly', '/api/content/library'],
    // Such a path may be a right by itself.
    ['GET', '/transfers/upload/a/b/c/d', '/transfers/upload/…'],
    ['GET', '/rest/com/vmware/nothing', '/rest/com/vmware/nothing'],
    ['POST', '/rest/com/vmware/cis/session?~action=fly', '/rest/com/vmware/cis/session'],
  ])('that leads nowhere is told of: %s %s', async (method, path, told) => {
    const response = await app.send(method, path, { headers })
    const body = await response.clone().json()
    expect('value' in (body as object)).toBe(path.startsWith('/rest/'))
    expect(await refusal(response)).toEqual({
      status: 404,
      type: 'NOT_FOUND',
      id: unknownAddress,
      args: [told],
    })
  })
})

describe('a client token', () => {
  const token = '0b6c1a9e-54a7-4a5e-8d4f-2f6f6a7c9a11'
  const spec = { name: 'a', storage_backings: [{ type: 'DATASTORE', datastore_id: 'd' }] }

  it('travels in a header, in /rest also in the body', async () => {
    const withToken = { ...headers, 'Client-Token': token }
    const inApi = await app.send('POST', '/api/content/local-library', {
      headers: withToken,
      json: spec,
    })
    expect(inApi.status).toBe(201)
    const id = await inApi.json()
    const path = '/rest/com/vmware/content/local-library'
    for (const sent of [
      { headers, json: { client_token: token, create_spec: spec } },
      { headers: withToken, json: { create_spec: spec } },
    ])
      expect(await (await app.send('POST', path, sent)).json()).toEqual({ value: id })
  })

  it('is no member of the body in /api', async () => {
    const json = { ...spec, client_token: token }
    const response = await app.send('POST', '/api/content/local-library', { headers, json })
    expect(await refusal(response)).toEqual(badRequest(unknownProperty, 'client_token'))
  })
})
