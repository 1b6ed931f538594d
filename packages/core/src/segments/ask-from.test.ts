import { expect, it } from 'vitest'
import type { FetchRequest } from '../ports/fetcher.ts'
import { nobodyAnswers } from '../testing/fetcher.ts'
import { askFrom } from './ask-from.ts'
import type { WantedFrom } from './ask-from.ts'

const modified = 'Sat, 31 Jan 2026 09:30:00 GMT'
const later = 'Sat, 31 Jan 2026 09:31:00 GMT'

/** Asks a server that answers so, and tells what it was asked for. */
const ask = async (
  status: number,
  headers: Readonly<Record<string, string>>,
  wanted: WantedFrom = { from: 0, validator: null },
) => {
  const asked: FetchRequest[] = []
  let isLetGo = false
  const bytes = new ReadableStream<Uint8Array>({ cancel: () => void (isLetGo = true) })
  const fetcher = {
    ...nobodyAnswers,
    async fetch(request: FetchRequest) {
      asked.push(request)
      return { status, url: request.url, header: (name: string) => headers[name], bytes }
    },
  }
  const { signal } = new AbortController()
  const request = { url: 'https://images.example/a', signal, bytesMax: 1 }
  const answer = await askFrom({ fetcher }, request, wanted)
  return { answer, headers: asked[0]?.headers, isLetGo }
}

it.each<[string, Readonly<Record<string, string>>, string | null]>([
  ['a strong entity tag', { etag: '"1"', 'last-modified': modified, date: later }, '"1"'],
  [
    'the date where the tag is weak',
    { etag: 'W/"1"', 'last-modified': modified, date: later },
    modified,
  ],
  ['nothing where it has changed just now', { 'last-modified': modified, date: modified }, null],
  ['nothing where nobody knows when that was', { 'last-modified': modified }, null],
  ['nothing where no ranges are taken', { etag: '"1"', 'accept-ranges': 'none' }, null],
  ['nothing where nothing is told', {}, null],
])('knows a file again by %s', async (_, headers, validator) => {
  const { answer } = await ask(200, headers)
  expect(answer).toMatchObject({ kind: 'source', source: { start: 0, total: null, validator } })
})

const wanted = { from: 4, validator: '"1"' }

it.each<[number, Readonly<Record<string, string>>, object]>([
  [206, { etag: '"1"', 'content-range': 'bytes 4-9/10' }, { source: { start: 4, total: 10 } }],
  [
    206,
    { 'content-range': 'bytes 4-9/*' },
    { source: { start: 4, total: null, validator: '"1"' } },
  ],
  [
    200,
    { etag: '"2"', 'content-length': '12' },
    { source: { start: 0, total: 12, validator: '"2"' } },
  ],
  [206, { etag: '"2"', 'content-range': 'bytes 4-9/10' }, { kind: 'another' }],
  [206, { etag: '"1"', 'content-range': 'bytes 5-9/10' }, { kind: 'another' }],
  [206, { etag: '"1"' }, { kind: 'another' }],
  [416, {}, { kind: 'another' }],
  [404, {}, { kind: 'refused' }],
])('asked to go on, takes %i with %o', async (status, headers, expected) => {
  const { answer, headers: sent, isLetGo } = await ask(status, headers, wanted)
  expect(sent).toEqual({ range: 'bytes=4-', 'if-range': '"1"' })
  expect(answer).toMatchObject(expected)
  expect(isLetGo).toBe(answer.kind !== 'source')
})
