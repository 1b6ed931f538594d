import { expect, it } from 'vitest'
import { createNormalizer } from './normalize.ts'

const ids = [1, 2, 3].map((one) => `01a222a6-1d37-75f8-a6bc-00000000000${one}`)
const [a = '', b = '', c = ''] = ids
const normalize = (value: unknown, origin = 'http://127.0.0.1:1') => createNormalizer(origin)(value)

const written = (one: string, other: string) => [{ id: one }, `${other} blocks ${one}`]
const uri = (port: number, mac: string) =>
  `http://127.0.0.1:${port}/transfers/upload/${a}/${b}/${mac}/disk.iso`

it('tells ids apart by their order, wherever they stand', () => {
  expect(normalize(written(a, b))).toEqual([{ id: '<id 1>' }, '<id 2> blocks <id 1>'])
  expect(normalize(written(a, b))).toEqual(normalize(written(c, a)))
  expect(normalize([a, b, a])).not.toEqual(normalize([a, b, b]))
})

it('keeps what does not differ by nature', () => {
  expect(normalize({ size: 1, name: 'a' })).toEqual({ size: 1, name: 'a' })
  expect(normalize('2026-01-31')).toBe('2026-01-31')
  expect(normalize(undefined)).toBeUndefined()
})

it('knows times, servers and the secrets of transfers', () => {
  expect(normalize(uri(1, 'Ab-_9'))).toBe('<server>/transfers/upload/<id 1>/<id 2>/<mac>/disk.iso')
  expect(normalize(uri(2, 'x'), 'http://127.0.0.1:2')).toEqual(normalize(uri(1, 'y')))
  expect(normalize('at 2026-01-31T09:30:00.000Z')).toBe('at <time>')
})
