import { expect, it } from 'vitest'
import { isDisposable, letGo, markDisposable } from './disposable-chunks.ts'

it('knows the chunks that were said to be disposable, and no others', () => {
  const chunk = new Uint8Array(4)
  expect(isDisposable(chunk)).toBe(false)
  markDisposable(chunk)
  expect([chunk, new Uint8Array(chunk.buffer)].map(isDisposable)).toEqual([true, false])
})

it('gives back the memory of a chunk that has it for itself', () => {
  const whole = new Uint8Array(4)
  const part = new Uint8Array(8).subarray(4)
  for (const chunk of [whole, part, new Uint8Array()]) letGo(chunk)
  expect([whole.byteLength, part.byteLength]).toEqual([0, 4])
})
