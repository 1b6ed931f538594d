import { expect, it } from 'vitest'
import { readPath } from './item-path.ts'

it.each([
  ['images/ubuntu', [['images', 'ubuntu']]],
  [
    'a/b/c',
    [
      ['a/b', 'c'],
      ['a', 'b/c'],
    ],
  ],
  [
    'a//b',
    [
      ['a/', 'b'],
      ['a', '/b'],
    ],
  ],
  ['/b', []],
  ['a/', []],
  ['a', []],
  ['', []],
  ['/', []],
] as const)('reads %j every way there is', (text, expected) => {
  expect(readPath(text).map(({ library, item }) => [library, item])).toEqual(expected)
})
