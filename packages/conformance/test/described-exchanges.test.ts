import { expect, it } from 'vitest'
import type { WireAnswer, WireRequest } from '../src/wire/wire-request.ts'
import { answer } from './support/by-hand.ts'
import { describedExchanges } from './support/described-exchanges.ts'

const json = (schema: object) => ({ 'application/json': { schema } })

const thing = {
  type: 'object',
  properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
  required: ['name'],
  additionalProperties: false,
}

const { hold, held } = describedExchanges({
  paths: {
    '/api/things/{id}': {
      get: {
        operationId: 'get',
        responses: {
          200: {
            headers: { 'x-request-id': { $ref: '#/components/headers/x-request-id' } },
            content: json({ $ref: '#/components/schemas/thing' }),
          },
          404: { $ref: '#/components/responses/gone' },
        },
      },
    },
    '/api/things/{id}?action=turn': {
      post: {
        operationId: 'turn',
        requestBody: { content: json({ $ref: '#/components/schemas/thing' }) },
        responses: { 204: {} },
      },
    },
    '/api/things/{id}?name={name}': { get: { operationId: 'named', responses: { 204: {} } } },
    '/rest/things/id:{id}': { get: { operationId: 'rest', responses: { 204: {} } } },
  },
  components: {
    schemas: { thing },
    responses: { gone: { content: json({ type: 'object', required: ['error_type'] }) } },
    headers: { 'x-request-id': { required: true } },
  },
})

const get: WireRequest = { method: 'GET', path: '/api/things/1' }
const turn = (body?: string): WireRequest => ({
  method: 'POST',
  path: '/api/things/1?action=turn',
  body,
})

const known = (status: number, body?: unknown): WireAnswer => {
  const { headers, ...rest } = answer(status, body)
  return { ...rest, headers: { ...headers, 'x-request-id': 'a' } }
}

const right: readonly (readonly [request: WireRequest, answer: WireAnswer, told: string])[] = [
  [get, known(200, { name: 'a', at: '2026-01-02T03:04:05.678Z' }), 'get, 200'],
  [{ ...get, method: 'HEAD' }, known(200), 'get, 200'],
  [get, answer(404, { error_type: 'NOT_FOUND' }), 'get, 404'],
  [turn('{"name": "a", "at": null}'), answer(204), 'turn, 204'],
  [{ ...get, path: '/api/things/1?name=' }, answer(204), 'named, 204'],
  [{ ...get, path: '/rest/things/id%3a1' }, answer(204), 'rest, 204'],
]

it.each(right)('finds nothing wrong with %j', (request, answered, told) => {
  expect(() => hold(request, answered)).not.toThrow()
  expect(held).toContain(told)
})

it('finds nothing wrong with an address where nothing lives', () => {
  expect(() => hold({ ...get, path: '/api/others' }, answer(404))).not.toThrow()
})

const wrong: readonly (readonly [told: string, request: WireRequest, answer: WireAnswer])[] = [
  ['has no status 201 for get', get, known(201, { name: 'a' })],
  ['the header x-request-id is missing', get, answer(200, { name: 'a' })],
  ['its body is missing', get, known(200)],
  [
    'of type text/html',
    get,
    { ...known(200, 'x'), headers: { 'content-type': 'text/html', 'x-request-id': 'a' } },
  ],
  ['is not as it is described', get, known(200, { name: 1 })],
  ['is not as it is described', get, known(200, { name: 'a', more: 1 })],
  ['is not as it is described', get, known(200, { name: 'a', at: 'yesterday' })],
  ['is not as it is described', get, answer(404, {})],
  ['What turn, 204 took is not as it is described', turn('{"more": 1}'), answer(204)],
  ['has nothing at POST', { ...turn(), path: '/api/things/1?action=fly' }, answer(204)],
  ['has nothing at GET /api/others', { ...get, path: '/api/others' }, answer(200, {})],
]

it.each(wrong)('finds that the document %s', (told, request, answered) => {
  expect(() => hold(request, answered)).toThrow(told)
})
