import { limits } from '@accession/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe('JSON', () => {
  it('is what JSON.parse says', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each(['', '{', '{"a":1}x', "{'a':1}", '{"a":NaN}'])('is not %j', (text) => {
    expect(() => parseJson(text)).toThrow('The body is not JSON')
  })

  it('nests as deep as the limit, and no deeper', () => {
    expect(parseJson(nested(limits.jsonDepthMax))).toEqual(JSON.parse(nested(limits.jsonDepthMax)))
    expect(() => parseJson(nested(limits.jsonDepthMax + 1))).toThrow('nested deeper than')
    expect(() => parseJson(nested(200_000))).toThrow('nested deeper than')
  })

  it.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[{"b":{"a":1, "a" :2}}]'])(
    'has no name twice: %s',
    (text) => {
      expect(() => parseJson(text)).toThrow('The property a is given more than once.')
    },
  )

  it('may have a name again in another object, and braces and names in texts', () => {
    for (const text of ['{"a":{"a":[{"a":1},{"a":2}]}}', '{"a":"{\\"a\\":[","b":"a"}'])
      expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  it('may hold a text as long as a body', () => {
    const text = JSON.stringify('\\"{'.repeat(limits.jsonBodyBytesMax / 6))
    expect(parseJson(text)).toBe(JSON.parse(text))
  })
})
