import { expect, it } from 'vitest'
import { filesOf } from './files-of.ts'

const named = (hrefs: readonly string[], there: readonly string[]): readonly string[] => {
  const references = hrefs.map((href) => ({ id: href, href }))
  return filesOf({ references }, (name) => there.includes(name)).map(({ name }) => name)
}

it.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
  ['is literal where that is there', ['a%20b'], ['a%20b', 'a b'], ['a%20b']],
  ['is decoded where only that is there', ['a%20b'], ['a b'], ['a b']],
  ['is literal where neither is there', ['a%20b'], ['c'], ['a%20b']],
  ['is decoded once', ['a%2520b'], ['a b', 'a%20b'], ['a%20b']],
  ['has letters of any script', ['%C3%BC.vmdk'], ['ü.vmdk'], ['ü.vmdk']],
  ['never becomes the folder above', ['%2e%2e'], ['..'], ['%2e%2e']],
  ['never becomes a separator', ['a%252fb'], ['a%2fb', 'a/b'], ['a%252fb']],
  ['is literal where it cannot be decoded', ['50%.vmdk'], ['50.vmdk'], ['50%.vmdk']],
  ['is no file of another href', ['a%20b', 'a b'], ['a b'], ['a%20b', 'a b']],
  ['is no file that two would be', ['a%20b', '%61 b'], ['a b'], ['a%20b', '%61 b']],
])('the name of a file %s', (_, hrefs, there, expected) => {
  expect(named(hrefs, there)).toEqual(expected)
})

it('is that of all pieces of a file', () => {
  const references = [{ id: 'f', href: 'a%20b', size: 3, chunkSize: 2 }]
  expect(filesOf({ references }, (name) => name === 'a b.000000001')).toEqual([
    { name: 'a b.000000000', size: 2, fileRef: 'f' },
    { name: 'a b.000000001', size: 1, fileRef: 'f' },
  ])
})
