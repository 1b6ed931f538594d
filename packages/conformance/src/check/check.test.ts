import { describe, expect, it } from 'vitest'
import { checkEqual, checkMatches, checkOneOf } from './check.ts'

describe('checkMatches', () => {
  it.each([
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 'text' }, { a: /^te/ }],
    [{}, { a: undefined }],
    [[{ a: 1, b: 2 }], [{ b: 2 }]],
    [null, null],
  ])('%j holds what is expected', (actual, expected) => {
    expect(() => checkMatches('it', actual, expected)).not.toThrow()
  })

  it.each([
    [{ a: 1 }, { a: 2 }, 'it.a: expected 2, got 1'],
    [{ a: 1 }, { a: undefined }, 'it.a: expected undefined, got 1'],
    [{ a: 7 }, { a: /7/ }, 'it.a: expected text that matches /7/, got 7'],
    [[1, 2], [1], 'it: the length of [ 1, 2 ]: expected 1, got 2'],
    [[], {}, 'it: expected an object, got []'],
    [{}, [], 'it: expected a list, got {}'],
    [{ a: { b: null } }, { a: { b: {} } }, 'it.a.b: expected an object, got null'],
  ])('%j does not', (actual, expected, told) => {
    expect(() => checkMatches('it', actual, expected)).toThrow(told)
  })
})

it('checkEqual takes nothing for granted', () => {
  expect(() => checkEqual('it', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).not.toThrow()
  expect(() => checkEqual('it', { a: 1, b: undefined }, { a: 1 })).toThrow('it: expected')
})

it('checkOneOf takes any of a few', () => {
  expect(() => checkOneOf('it', 400, [400, 404])).not.toThrow()
  expect(() => checkOneOf('it', 500, [400, 404])).toThrow('it: expected one of [ 400, 404 ]')
})
