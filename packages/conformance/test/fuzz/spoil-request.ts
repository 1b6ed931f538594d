import { METHODS } from 'node:http'
import * as fc from 'fast-check'
import { mark } from './fuzzed-request.ts'
import type { FuzzedRequest } from './fuzzed-request.ts'
import { headerText, strangeName } from './garbage.ts'

type Change = (request: FuzzedRequest) => FuzzedRequest

/** Requests of a kind as they are, or with one or two things done to them. */
export const spoiled = (requests: fc.Arbitrary<FuzzedRequest>): fc.Arbitrary<FuzzedRequest> =>
  fc
    .tuple(requests, fc.array(change, { maxLength: 2 }))
    .map(([request, changes]) => withReadBody(changes.reduce((sofar, one) => one(sofar), request)))

/** A large body that nobody reads may cost its sender the answer: it goes only where bodies are read. */
const withReadBody = (request: FuzzedRequest): FuzzedRequest => {
  const isRead = request.isAddressed && !['GET', 'HEAD'].includes(request.method)
  const isLarge = /~(deep|huge)~/.test(request.body ?? '')
  return isLarge && !isRead ? { ...request, body: '{}' } : request
}

const withHeader =
  (name: string, value: string, isHttp = true): Change =>
  (request) => ({
    ...request,
    headers: [...request.headers, [name, value]],
    isHttp: request.isHttp && isHttp,
  })

const withBody =
  (spoilBody: (body: string) => string): Change =>
  (request) => ({
    ...request,
    body: spoilBody(request.body ?? '{}'),
  })

const elsewhere =
  (more: Partial<FuzzedRequest>): Change =>
  (request) => ({
    ...request,
    ...more,
    isAddressed: false,
  })

/** CONNECT opens a tunnel, which is no request. */
const knownMethods = METHODS.filter((method) => method !== 'CONNECT')

const method = fc.oneof(
  fc.constantFrom(...knownMethods).map((name) => elsewhere({ method: name })),
  // Node's client would send those in lower case as the right ones.
  fc.constantFrom('FOO', 'G-T').map((name) => elsewhere({ method: name, isHttp: false })),
)

const query = fc
  .tuple(
    fc.constantFrom(
      'action',
      '~action',
      'library_id',
      'file_name',
      'a',
      '%',
      '%ff',
      '__proto__',
      '',
    ),
    fc.constantFrom('', '%', '%ff', '%00', '%ud800', 'a', 'a=b', '+', 'complete', '['),
    fc.constantFrom('=', ''),
  )
  .map(([name, value, equals]): Change => (request) => ({
    ...request,
    path: `${request.path}${request.path.includes('?') ? '&' : '?'}${name}${equals}${value}`,
    // What an action names is another operation, or none.
    isAddressed: request.isAddressed && !name.endsWith('action'),
  }))

const segment = fc.constantFrom(
  '%',
  '%ff',
  '%00',
  '%2f',
  '%2e%2e',
  '..',
  '.',
  ';',
  '//',
  '\\',
  'id:',
  '%c0%af',
  'a'.repeat(4_000),
  '%25',
  ' '.trim(),
  '#',
  '?',
  '?~action=',
  '?action=',
)

const path = fc.oneof(
  fc.tuple(segment, fc.nat({ max: 12 })).map(([text, at]): Change => (request) => {
    const parts = request.path.split('/')
    parts[1 + (at % parts.length)] = `${parts[1 + (at % parts.length)] ?? ''}${text}`
    // A backslash in a path is none that HTTP knows.
    return elsewhere({ path: parts.join('/'), isHttp: request.isHttp && text !== '\\' })(request)
  }),
  fc
    .constantFrom('//', '/', '/api', '/api/', '/rest', '/rest/', '/%', '/api/%ff', '/rest/%00')
    .map((text) => elsewhere({ path: text })),
  fc
    .constantFrom(
      '*',
      '/\u00ff',
      'http://[',
      'http://a.invalid/api/session',
      'a',
      '?',
      'http:///api',
      '//[/api',
    )
    .map((text) => elsewhere({ path: text, isHttp: false })),
)

const mediaType = fc
  .constantFrom(
    'text/xml',
    'application/json-x',
    '',
    'multipart/form-data',
    'application/json;=',
    '/',
  )
  .map((text): Change => (request) => ({
    ...request,
    headers: [
      ...request.headers.filter(([name]) => name !== 'content-type'),
      ['content-type', text] as const,
    ],
  }))

const headerName = fc.constantFrom(
  'content-type',
  'vmware-api-session-id',
  'cookie',
  'client-token',
  'authorization',
  'origin',
  'range',
  'if-range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'x-request-id',
  'accept',
  'accept-encoding',
  'content-encoding',
  'x-forwarded-for',
  'forwarded',
  'referer',
  'x-forwarded-proto',
  'x-forwarded-host',
  'sec-fetch-site',
  'vmware-use-header-authn',
)

const header = fc.oneof(
  fc.tuple(headerName, headerText).map(([name, text]) => withHeader(name, text)),
  fc
    .constantFrom('Basic', 'Basic ?', 'Basic YQ==', 'Basic /w==', 'Bearer a', 'SIGN a')
    .map((text) => withHeader('authorization', text)),
  fc
    .constantFrom('a b', '[', '', 'a/b', 'a@b', '\u00ff', '[::1', 'a:99999', '%', 'a,b')
    .map((text) => withHeader('host', text, false)),
  fc
    .constantFrom('abc', '-1', '+5', '1,2', '0x5', '99999999999999999999')
    .map((text) => withHeader('content-length', text, false)),
  fc
    .constantFrom('gzip', 'identity', 'chunked, gzip')
    .map((text) => withHeader('transfer-encoding', text, false)),
  fc.constant(withHeader('expect', '200-ok', false)),
  fc.constant(withHeader('x-long', 'a'.repeat(70_000), false)),
)

/** The same without the header that signs in, or with another one. */
const credentials = fc
  .constantFrom('', 'a', mark('token'), '\u00ff')
  .map((token): Change => (request) => ({
    ...request,
    headers: [
      ...request.headers.filter(([name]) => name !== 'vmware-api-session-id'),
      ...(token === '' ? [] : [['vmware-api-session-id', token] as const]),
    ],
  }))

const body = fc.oneof(
  fc.nat({ max: 200 }).map((length) => withBody((text) => text.slice(0, length))),
  fc
    .constantFrom(
      mark('byte'),
      `"${mark('byte')}"`,
      `"${mark('deep')}"`,
      `"${mark('huge')}"`,
      '\u0000',

      'null',
      '[]',
      '""',
      '7',
      '{}',
      '[{}]',
      '{"__proto__":{"a":1}}',
      '\ufeff{}',
      '{"":0}',
      ' ',
    )
    .map((text) => withBody(() => text)),
  fc
    .constantFrom('}', ' {}', ',', '\u0000', mark('byte'))
    .map((end) => withBody((text) => text + end)),
  strangeName.map((name) =>
    withBody((text) => text.replace('{', `{${JSON.stringify(name)}:0,${JSON.stringify(name)}:0,`)),
  ),
  fc.constant(withBody((text) => text.replace(/\{("[^"]+":)/, '{$1null,$1'))),
  fc.constant(withBody((text) => text.replace(/(:"[^"]*)"/, `$1${mark('byte')}"`))),
)

const change = fc.oneof(method, query, path, mediaType, header, credentials, body)
