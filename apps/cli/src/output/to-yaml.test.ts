import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { toYaml } from './to-yaml.ts'

const awkward = [
  '',
  ' ',
  'a b',
  'a: b',
  'a #b',
  '- a',
  'null',
  'True',
  'no',
  'y',
  '1',
  '0x1',
  '1e3',
  '.inf',
  '~',
  '=',
  '2026-01-01',
  '12:30',
  '@a',
  '%a',
  '&a',
  '*a',
  '!a',
  '|',
  '>',
  '"a"',
  "'a'",
  '[a]',
  '{a}',
  'a,b',
  'a\nb',
  'a\tb',
  '\u0000',
  '\u007F',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '\uFFFF',
  'ä€😀',
  'a ',
  '---',
  '<<',
]

it('is read back as what it was, by a parser of others', () => {
  const value = {
    texts: awkward,
    keyed: Object.fromEntries(awkward.map((text, index) => [text, index])),
    nested: [[], {}, [[1, [2]], { a: [{ b: [], c: { d: {} } }, null] }], true, -1.5, 1e21],
  }
  expect(parse(toYaml(value), { version: '1.2' })).toEqual(value)
  for (const text of awkward) expect(parse(toYaml(text)), JSON.stringify(text)).toBe(text)
})

it('is plain where it can be, and leaves out what is undefined', () => {
  expect(toYaml({ id: 'a1', list: [{ name: 'b c', size: 1 }, 'd'], gone: undefined })).toBe(
    'id: a1\nlist:\n  - name: b c\n    size: 1\n  - d',
  )
})
