import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../client-tokens/canonical-json.ts'
import { checkEchoedText } from './check-echoed-text.ts'
import { checkDescription, checkName } from './check-name.ts'
import { isEntityId } from './entity-id.ts'
import { foldName } from './fold-name.ts'

describe.each(['library', 'item'] as const)('the name of a %s', (area) => {
  it.each(['a', 'Ubuntu 24.04 LTS', 'lib.json', 'a/b', '🎈'.repeat(80)])('may be %s', (name) => {
    expect(() => checkName(area, name)).not.toThrow()
  })

  it.each([
    ['', 'name_empty'],
    [' \u00a0', 'name_empty'],
    ['a'.repeat(81), 'name_too_long'],
    ['🎈'.repeat(81), 'name_too_long'],
    ['a\u0000', 'name_control_characters'],
    ['a\nb', 'name_control_characters'],
    ['a\ud800', 'name_control_characters'],
  ])('may not be %j', (name, problem) => {
    expect(() => checkName(area, name)).toThrow(
      expect.objectContaining({ id: `accession.${area}.${problem}`, type: 'INVALID_ARGUMENT' }),
    )
  })

  it('goes with a description of at most 2,000 characters', () => {
    expect(() => checkDescription(area, '')).not.toThrow()
    expect(() => checkDescription(area, '🎈'.repeat(2_000))).not.toThrow()
    expect(() => checkDescription(area, 'a'.repeat(2_001))).toThrow(
      expect.objectContaining({ id: `accession.${area}.description_too_long` }),
    )
    expect(() => checkDescription(area, 'a\u0007')).toThrow(
      expect.objectContaining({ id: `accession.${area}.description_control_characters` }),
    )
  })
})

it('names that people take for the same have one key', () => {
  expect(foldName('E\u0301TE')).toBe(foldName('\u00e9te'))
  expect(foldName('Ubuntu')).toBe('ubuntu')
  expect(foldName('a')).not.toBe(foldName('b'))
})

it('echoed texts are bounded and plain', () => {
  expect(() => checkEchoedText('storage_uri', undefined)).not.toThrow()
  expect(() => checkEchoedText('storage_uri', 'a'.repeat(2_049))).toThrow(
    expect.objectContaining({ id: 'accession.argument.too_long' }),
  )
  expect(() => checkEchoedText('storage_uri', '\u0000')).toThrow(
    expect.objectContaining({ id: 'accession.argument.control_characters' }),
  )
})

it('ids that no store could keep are none', () => {
  expect(isEntityId('01990000-0000-7000-9000-000000000001')).toBe(true)
  expect(isEntityId('\u0000')).toBe(false)
  expect(isEntityId('a'.repeat(65))).toBe(false)
})

it('canonical JSON knows neither order nor unset members', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[{"d":1}]}')
  expect(canonicalJson({ a: 'x', b: [{ c: undefined, d: 1 }] })).toBe(
    canonicalJson({ b: [{ d: 1 }], a: 'x' }),
  )
})
