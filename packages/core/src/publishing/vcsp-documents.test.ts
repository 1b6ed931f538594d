import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import { scale } from '../testing/scale.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { checkFileName } from '../update-sessions/file-name.ts'
import { fileHref, readGeneration } from './vcsp-address.ts'
import { vcspItem, vcspLibrary } from './vcsp-documents.ts'

const isFileName = (name: string): boolean => {
  try {
    checkFileName(name)
    return true
  } catch {
    return false
  }
}

/** Names that a library takes: of any script, with all that has a meaning in an address. */
const fileName = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from('%?#&+ \'"()*!;:@=,[]{}^`|~.')),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 40,
  })
  .filter(isFileName)

const runs = { numRuns: scale(200, 5_000) }

describe('lib.json', () => {
  it('is the strict form, whatever the name', () => {
    const name = 'Images "\u{1f4bf}" / lib.json'
    const library = sampleRow('library', { name, version: 42, createdAt: 1_700_000_000_000 })
    expect(vcspLibrary(library)).toEqual({
      vcspVersion: '2',
      version: '42',
      contentVersion: '1',
      name,
      id: `urn:uuid:${library.id}`,
      created: '2023-11-14T22:13:20.000Z',
      capabilities: { transferIn: ['httpGet'], transferOut: ['httpGet'] },
      itemsHref: 'items.json',
    })
  })
})

describe('an item', () => {
  it('is the strict form', () => {
    const item = sampleRow('item', {
      name: 'items.json',
      description: 'one',
      version: 7,
      contentVersion: 3,
      createdAt: 1_700_000_000_000,
      itemTypeKey: 'ovf',
    })
    const file = { name: 'disk 1.vmdk', size: 5, version: 2 }
    expect(vcspItem(item, [file], '{"a":1}')).toEqual({
      id: `urn:uuid:${item.id}`,
      name: 'items.json',
      description: 'one',
      version: '7',
      contentVersion: '3',
      created: '2023-11-14T22:13:20.000Z',
      type: 'vcsp.ovf',
      properties: {},
      selfHref: `${item.id}/item.json`,
      files: [
        {
          name: 'disk 1.vmdk',
          size: 5,
          etag: '2',
          generationNum: 2,
          hrefs: [`${item.id}/2/disk%201.vmdk`],
        },
      ],
      metadata: [
        {
          type: 'String',
          domain: 'SYSTEM',
          visibility: 'READONLY',
          key: 'type-metadata',
          value: '{"a":1}',
        },
      ],
    })
    expect(vcspItem(item, [], undefined)).toMatchObject({ files: [], metadata: [] })
  })

  it.each([
    ['ovf', 'vcsp.ovf'],
    ['iso', 'vcsp.iso'],
    ['file', 'vcsp.other'],
    ['vm-template', 'vcsp.other'],
    ['', 'vcsp.other'],
  ])('of type %j is %s', (itemTypeKey, type) => {
    expect(vcspItem(sampleRow('item', { itemTypeKey }), [], undefined).type).toBe(type)
  })

  it('survives JSON with any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }).filter(isPlainText), (name) => {
        const item = vcspItem(sampleRow('item', { name, description: name }), [], undefined)
        const bytes = new TextEncoder().encode(JSON.stringify(item))
        expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(item)
      }),
      runs,
    )
  })
})

describe('the address of a file', () => {
  const base = new URL('https://library.test/a/cls/vcsp/lib/0199/lib.json')

  it('is one segment below the generation, and gives the name back when it is decoded once', () => {
    fc.assert(
      fc.property(fileName, fc.integer({ min: 1, max: 10_000 }), (name, generation) => {
        const url = new URL(fileHref('item-1', generation, name), base)
        expect(url.origin + url.search + url.hash).toBe(base.origin)
        const segments = url.pathname.split('/')
        expect(segments.slice(0, -1)).toEqual([
          '',
          'a',
          'cls',
          'vcsp',
          'lib',
          '0199',
          'item-1',
          String(generation),
        ])
        expect(decodeURIComponent(segments.at(-1) ?? '')).toBe(name)
      }),
      runs,
    )
  })

  it('holds nothing but what RFC 3986 leaves free, and escapes', () => {
    fc.assert(
      fc.property(fileName, (name) => {
        const segment = fileHref('i', 1, name).slice('i/1/'.length)
        expect(segment).toMatch(/^([\w.~-]|%[\dA-F]{2})+$/)
      }),
      runs,
    )
  })

  it('is no longer than a server takes', () => {
    const longest = '\u{1f4bf}'.repeat(limits.fileNameBytesMax / 4)
    expect(fileHref('i'.repeat(36), Number.MAX_SAFE_INTEGER, longest).length).toBeLessThan(1_024)
  })

  it.each(['0', '01', '-1', '1.0', '1e3', '', ' 1', '9007199254740992', '１'])(
    'has no generation %j',
    (segment) => expect(readGeneration(segment)).toBeUndefined(),
  )

  it('has generations from 1 on', () => {
    expect(['1', '42', '9007199254740991'].map(readGeneration)).toEqual([1, 42, 2 ** 53 - 1])
  })
})
