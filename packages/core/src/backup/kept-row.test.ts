import { expect, it } from 'vitest'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { keptRows } from './kept-row.ts'

it('a backup has all bytes in one place', () => {
  const blob = sampleRow('blob', { place: 'archive' })
  expect(keptRows('blob', [blob])).toEqual([{ ...blob, place: null, writableUntil: null }])
  const library = sampleRow('library', { place: 'archive', isScattered: true })
  expect(keptRows('library', [library])).toEqual([{ ...library, place: null, isScattered: false }])
})

it('a backup has the tasks that have ended', () => {
  const ended = sampleRow('task', { status: 'SUCCEEDED', endedAt: 3 })
  expect(keptRows('task', [ended, sampleRow('task', { endedAt: null })])).toEqual([ended])
})
