import * as fc from 'fast-check'
import { mark } from './fuzzed-request.ts'
import type { FuzzedRequest } from './fuzzed-request.ts'
import { headerText } from './garbage.ts'
import { spoiled } from './spoil-request.ts'

const tag = fc.oneof(
  fc.constantFrom('*', 'W/"a"', '"', '"a', 'a,,b', 'W/', '"a","b"', '\u00ff', ','.repeat(500)),
  headerText,
)

const range = fc.oneof(
  fc.constantFrom(
    'bytes=',
    'bytes=-',
    'bytes=--1',
    'bytes=5-1',
    'bytes=99-',
    'bytes=-0',
    'bytes=0-0,2-2',
    'bytes=0-99999999999999999999',
    'bytes=1e1-',
    'items=0-1',
    'bytes=a-b',
    'bytes = 0 - 0',
    'bytes=-99999999999999999999',
    'bytes=0x1-',
    `bytes=${'0-0,'.repeat(200)}0-0`,
  ),
  headerText,
)

const headers = fc.record(
  {
    range,
    'if-range': tag,
    'if-none-match': tag,
    'if-match': tag,
    'if-modified-since': headerText,
  },
  { requiredKeys: [] },
)

/** An address of a transfer that is right, or nearly. */
const address = fc
  .tuple(
    fc.constantFrom('upload', 'download', 'file'),
    fc.constantFrom(
      '',
      '',
      '',
      '?parts',
      '?parts=a',
      '?parts=a&number=x',
      '?parts=%ff&number=-1',
      '?%',
    ),
  )
  .map(([kind, query]) => ({ kind, path: `${mark(kind)}${query}` }))

/** A request to where bytes travel, with headers and addresses that make little sense. */
export const fuzzedTransfer: fc.Arbitrary<FuzzedRequest> = spoiled(
  fc
    .record({
      address,
      headers,
      method: fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'),
      body: fc.option(fc.constantFrom('', 'text', '{"tags":7}', '{"tags":["a"]}'), {
        nil: undefined,
      }),
    })
    .map(({ address: { kind, path }, headers: given, method, body }): FuzzedRequest => ({
      spelling: 'transfer',
      operation: kind,
      method,
      path,
      headers: Object.entries(given),
      body: method === 'GET' || method === 'HEAD' ? undefined : body,
      isAddressed: true,
      isHttp: true,
    })),
)
