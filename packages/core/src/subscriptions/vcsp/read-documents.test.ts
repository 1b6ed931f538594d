import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAccessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { scale } from '../../testing/scale.ts'
import { readItemDocument, readItemsDocument } from './read-items-document.ts'
import { readLibraryDocument } from './read-library-document.ts'
import { readTime } from './read-time.ts'

const folder = 'https://publisher.example:8443/images/'
const libraryUrl = `${folder}lib.json`
const id = '6fd5c2a1-8d1f-4a4e-9c55-0d6f3a1b2c3d'

const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

const library = (given: object = {}) =>
  readLibraryDocument(
    bytesOf({
      vcspVersion: '2',
      version: '7',
      contentVersion: '1',
      name: 'Images',
      id: `urn:uuid:${id}`,
      created: '2026-01-02T03:04Z',
      capabilities: { transferIn: ['httpGet'], transferOut: ['httpGet'] },
      itemsHref: 'items.json',
      ...given,
    }),
    libraryUrl,
  )

const file = (given: object = {}) => ({
  name: 'disk 1.vmdk',
  size: 12,
  etag: '3',
  generationNum: 3,
  hrefs: ['ubuntu/disk%201.vmdk'],
  ...given,
})

const item = (given: object = {}) => ({
  id: `urn:uuid:${id}`,
  name: 'Ubuntu',
  description: 'A server',
  version: '2',
  contentVersion: '1',
  created: '2026-01-02T03:04:05.678901',
  type: 'vcsp.ovf',
  properties: {},
  selfHref: 'ubuntu/item.json',
  files: [file()],
  metadata: [{ type: 'String', domain: 'SYSTEM', visibility: 'READONLY', key: 'type-metadata' }],
  ...given,
})

const items = (...given: unknown[]) => readItemsDocument(bytesOf({ items: given }), libraryUrl)

const refusal = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    if (isAccessionError(error, 'RESOURCE_INACCESSIBLE')) return error.args.join(': ')
    throw error
  }
  throw new Error('It was taken')
}

const refusalOfList = (list: unknown): string =>
  refusal(() => readItemsDocument(bytesOf({ items: list }), libraryUrl))

const readAlone = (given: object) => readItemDocument(bytesOf(item(given)), libraryUrl, id)

describe('lib.json', () => {
  const read = {
    id,
    name: 'Images',
    version: '7',
    createdAt: Date.UTC(2026, 0, 2, 3, 4),
    itemsUrl: `${folder}items.json`,
  }

  it.each<[string, object, object]>([
    ['the strict form', {}, {}],
    ['an id without urn:uuid', { id }, {}],
    ['an id in capitals', { id: `URN:UUID:${id.toUpperCase()}` }, {}],
    ['a number as version', { version: 7 }, {}],
    ['no version', { version: undefined }, { version: null }],
    ['no capabilities', { capabilities: undefined, contentVersion: undefined }, {}],
    ['more than others write', { selfHref: 'lib.json', metadata: [], description: 'x' }, {}],
    ['no name', { name: undefined }, { name: '' }],
    ['no itemsHref', { itemsHref: undefined }, {}],
    ['another itemsHref', { itemsHref: 'v2/items.json' }, { itemsUrl: `${folder}v2/items.json` }],
    ['an odd time', { created: 'yesterday' }, { createdAt: null }],
  ])('is taken with %s', (_, given, expected) => {
    expect(library(given)).toEqual({ ...read, ...expected })
  })

  it.each<[string, object]>([
    ['its id is missing or none', { id: undefined }],
    ['its id is missing or none', { id: 'urn:uuid:' }],
    ['its id is missing or none', { id: 'a'.repeat(129) }],
    ['its version is none', { version: { major: 1 } }],
    ['its version is none', { version: 'v'.repeat(257) }],
    ['its itemsHref leads to another origin', { itemsHref: 'https://other.example/items.json' }],
    ['its itemsHref leads out of the folder of lib.json', { itemsHref: '../items.json' }],
    ['its itemsHref is missing', { itemsHref: 7 }],
  ])('is refused: %s', (reason, given) => {
    expect(refusal(() => library(given))).toBe(`lib.json: ${reason}`)
  })

  it.each<[string, string | Uint8Array]>([
    ['it is not JSON', '<html>'],
    ['it is not JSON', ''],
    ['it is not a JSON object', '[]'],
    ['it is not a JSON object', 'null'],
    ['it is not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['it is nested deeper than 32 levels', `{"id":${'['.repeat(1_000_000)}`],
    ['it is nested deeper than 32 levels', `{"a":${'{"b":'.repeat(40)}1${'}'.repeat(40)}}`],
  ])('is refused as no document: %s', (reason, text) => {
    const bytes = typeof text === 'string' ? bytesOf(text) : text
    expect(refusal(() => readLibraryDocument(bytes, libraryUrl))).toBe(`lib.json: ${reason}`)
  })

  it('counts no brackets within texts as depth', () => {
    expect(library({ description: `${'['.repeat(100)}\\"[` }).id).toBe(id)
  })
})

describe('items.json', () => {
  it('is read in the strict form', () => {
    expect(items(item())).toEqual({
      refused: [],
      items: [
        {
          id,
          name: 'Ubuntu',
          description: 'A server',
          type: 'ovf',
          version: '2',
          contentVersion: '1',
          createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
          selfUrl: `${folder}ubuntu/item.json`,
          files: [
            { name: 'disk 1.vmdk', size: 12, etag: '3', url: `${folder}ubuntu/disk%201.vmdk` },
          ],
        },
      ],
    })
  })

  it.each<[string, object, object]>([
    ['an id without urn:uuid', { id }, {}],
    ['no description', { description: undefined }, { description: '' }],
    [
      'no versions',
      { version: undefined, contentVersion: '' },
      { version: null, contentVersion: null },
    ],
    ['numbers as versions', { version: 2, contentVersion: 1 }, {}],
    ['no selfHref', { selfHref: undefined }, { selfUrl: null }],
    ['no files', { files: undefined }, { files: [] }],
    ['an iso', { type: 'vcsp.iso' }, { type: 'iso' }],
    ['another type', { type: 'vcsp.other' }, { type: '' }],
    ['an unknown type', { type: 'constructor' }, { type: '' }],
    ['no type', { type: undefined }, { type: '' }],
    ['no time', { created: undefined }, { createdAt: null }],
  ])('takes an item with %s', (_, given, expected) => {
    expect(items(item(given)).items).toMatchObject([expected])
  })

  it.each<[string, object, object]>([
    ['a generation alone', { etag: undefined, generationNum: 9 }, { etag: '9' }],
    ['a hash as etag', { etag: 'd41d8cd9', generationNum: undefined }, { etag: 'd41d8cd9' }],
    ['neither', { etag: undefined, generationNum: undefined }, { etag: null }],
    ['its size as a text', { size: '12' }, { size: 12 }],
    ['no bytes', { size: 0 }, { size: 0 }],
    ['an absolute address', { hrefs: [`${folder}a/b.vmdk`] }, { url: `${folder}a/b.vmdk` }],
    ['a name with a plus', { hrefs: ['a/b+c.vmdk'] }, { url: `${folder}a/b+c.vmdk` }],
    ['a name encoded twice', { hrefs: ['a/b%2520c'] }, { url: `${folder}a/b%2520c` }],
    [
      'a name in another script',
      { hrefs: ['a/диск.vmdk'] },
      { url: `${folder}a/%D0%B4%D0%B8%D1%81%D0%BA.vmdk` },
    ],
    ['dots within its folder', { hrefs: ['a/../b/./c'] }, { url: `${folder}b/c` }],
    ['a query and a fragment', { hrefs: ['a/b?c=d#e'] }, { url: `${folder}a/b?c=d` }],
    ['several addresses', { hrefs: ['a/b', 'c/d'] }, { url: `${folder}a/b` }],
  ])('takes a file with %s', (_, given, expected) => {
    expect(items(item({ files: [file(given)] })).items[0]?.files).toMatchObject([expected])
  })

  it.each<[string, object]>([
    ['its name is missing', { name: undefined }],
    ['A library item needs a name of 1 to 80 characters.', { name: '  ' }],
    ['The item name has 81 characters: 80 are allowed.', { name: 'a'.repeat(81) }],
    ['The item name holds a control character: remove it.', { name: 'a\u0000b' }],
    ['its description is no text', { description: 7 }],
    ['its version is none', { version: [] }],
    ['its files are no list', { files: {} }],
    ['it has 1001 files: 1000 are taken', { files: Array.from({ length: 1_001 }, () => file()) }],
    ['two of its files have the same name', { files: [file(), file()] }],
    ['its selfHref leads to another origin', { selfHref: '//other.example/item.json' }],
  ])('refuses an item: %s', (reason, given) => {
    const { items: taken, refused } = items(item(given), item({ id: 'other', name: 'Other' }))
    expect(taken.map(({ name }) => name)).toEqual(['Other'])
    expect(refused).toMatchObject([{ id, reason }])
  })

  it.each<[string, object]>([
    ['one of its files has no name', { name: undefined }],
    ['cannot be named so: it holds a path separator', { name: '../passwd' }],
    ['cannot be named so: it holds a path separator', { name: 'a\\b' }],
    ['cannot be named so: it names a folder', { name: '..' }],
    ['cannot be named so: it holds an encoded path separator', { name: '..%2Fpasswd' }],
    ['cannot be named so: it holds a control character', { name: 'a\nb' }],
    ['cannot be named so: it begins with a drive', { name: 'C:boot.ini' }],
    ['cannot be named so: it is empty or blank', { name: '' }],
    ['cannot be named so: it is longer than 255 bytes', { name: 'é'.repeat(128) }],
    ['is none that a file can have', { size: -1 }],
    ['is none that a file can have', { size: 1.5 }],
    ['is none that a file can have', { size: 1e21 }],
    ['is none that a file can have', { size: limits.fileBytesMax + 1 }],
    ['is none that a file can have', { size: '0x10' }],
    ['is none that a file can have', { size: undefined }],
    ['the etag of disk 1.vmdk is none', { etag: {} }],
    ['is missing', { hrefs: undefined }],
    ['is missing', { hrefs: [] }],
    ['is missing', { hrefs: [''] }],
    ['leads to another origin', { hrefs: ['http://169.254.169.254/latest/meta-data'] }],
    ['leads to another origin', { hrefs: ['https://publisher.example/images/a'] }],
    ['leads to another origin', { hrefs: ['http://publisher.example:8443/images/a'] }],
    ['leads to another origin', { hrefs: ['//other.example/images/a'] }],
    ['leads to another origin', { hrefs: ['\\\\other.example\\images\\a'] }],
    ['leads to another origin', { hrefs: ['file:///etc/passwd'] }],
    ['leads to another origin', { hrefs: ['javascript:alert(1)'] }],
    ['leads to another origin', { hrefs: ['a/b', 'https://other.example/b'] }],
    ['holds a user', { hrefs: ['https://a:b@publisher.example:8443/images/a'] }],
    ['leads out of the folder', { hrefs: ['../secret'] }],
    ['leads out of the folder', { hrefs: ['/etc/passwd'] }],
    ['leads out of the folder', { hrefs: ['a/../../secret'] }],
    ['leads out of the folder', { hrefs: ['%2e%2e/secret'] }],
    ['leads out of the folder', { hrefs: ['..\\secret'] }],
    ['leads out of the folder', { hrefs: ['.'] }],
    ['holds an encoded path separator', { hrefs: ['..%2fsecret'] }],
    ['holds an encoded path separator', { hrefs: ['a%5c..%5csecret'] }],
    ['holds an encoded path separator', { hrefs: ['a%00'] }],
    ['holds control characters', { hrefs: ['a\tb'] }],
    ['is no address', { hrefs: ['https://[::1'] }],
  ])('refuses an item for a file: %s (%j)', (reason, given) => {
    const { items: taken, refused } = items(item({ files: [file({ name: 'ok' }), file(given)] }))
    expect(taken).toEqual([])
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason).toContain(reason)
  })

  it('refuses an item whose file is no object', () => {
    expect(items(item({ files: ['disk.vmdk'] })).refused).toMatchObject([{ id }])
  })

  it('refuses both of two items with one name, whatever their case', () => {
    const read = items(item(), item({ id: 'b', name: 'UBUNTU' }), item({ id: 'c', name: 'Other' }))
    expect(read.items.map((one) => one.id)).toEqual(['c'])
    expect(read.refused.map((one) => one.reason)).toEqual(
      Array(2).fill('another item has the same name'),
    )
  })

  it.each<[string, unknown[]]>([
    ['item 1 has no id', [item({ id: undefined })]],
    ['item 2 has no id', [item(), 'item']],
    ['two items have the same id', [item(), item({ id: id.toUpperCase(), name: 'Other' })]],
  ])('is refused as a whole: %s', (reason, given) => {
    expect(refusal(() => items(...given))).toBe(`items.json: ${reason}`)
  })

  it('is refused where its items are no list, or too many', () => {
    expect(refusalOfList({})).toBe('items.json: its items are no list')
    expect(refusalOfList(Array(50_001).fill(0))).toContain('it has 50001 items')
  })

  it('of 10,000 items comes in the order of their ids', () => {
    const count = scale(1_000, 10_000)
    const many = Array.from({ length: count }, (_, n) =>
      item({ id: `id-${(n * 7_919) % count}`, name: `item ${n}` }),
    )
    const read = items(...many).items.map((one) => one.id)
    expect(read).toHaveLength(count)
    expect(read).toEqual(read.toSorted())
  })
})

describe('item.json', () => {
  it('repeats the item of items.json, with addresses relative to lib.json', () => {
    expect(readAlone({})).toEqual(items(item()).items[0])
  })

  it('is not taken for another item', () => {
    expect(readAlone({ id: 'other' })).toBeUndefined()
    expect(readAlone({ id: undefined })).toBeUndefined()
  })

  it('is refused as its item would be', () => {
    expect(refusal(() => readAlone({ files: [file({ size: -1 })] }))).toBe(
      'item.json: the size of disk 1.vmdk is none that a file can have',
    )
  })
})

it.each<[string, number | null]>([
  ['2026-01-02T03:04Z', Date.UTC(2026, 0, 2, 3, 4)],
  ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ['2026-01-02T03:04:05.678901', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ['2026-01-02T03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T03:04:05+01:30', Date.UTC(2026, 0, 2, 1, 34, 5)],
  ['2026-13-02T03:04:05Z', null],
  ['2026-01-02', null],
  ['', null],
])('the time %j is %j', (text, time) => expect(readTime(text)).toBe(time))

describe('whatever a publisher writes', () => {
  const hostile = fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue({ maxDepth: 4 }),
    fc.record(
      {
        items: fc.array(
          fc.record(
            {
              id: fc.oneof(fc.uuid(), fc.jsonValue({ maxDepth: 1 })),
              name: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 1 })),
              version: fc.jsonValue({ maxDepth: 1 }),
              selfHref: fc.oneof(fc.webUrl(), fc.string(), fc.jsonValue({ maxDepth: 1 })),
              files: fc.array(
                fc.record(
                  {
                    name: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 1 })),
                    size: fc.oneof(fc.integer(), fc.double(), fc.string()),
                    etag: fc.jsonValue({ maxDepth: 1 }),
                    hrefs: fc.array(
                      fc.oneof(
                        fc.webUrl(),
                        fc.string(),
                        fc.constantFrom('..', '%2e%2e/', '\\', '//'),
                      ),
                    ),
                  },
                  { requiredKeys: [] },
                ),
              ),
            },
            { requiredKeys: ['id'] },
          ),
          { maxLength: 4 },
        ),
      },
      { requiredKeys: [] },
    ),
  )

  it('is taken within its folder, or refused with a reason', () => {
    fc.assert(
      fc.property(hostile, (document) => {
        try {
          const read = readItemsDocument(bytesOf(JSON.stringify(document)), libraryUrl)
          for (const { files, selfUrl } of read.items) {
            for (const url of [...files.map((one) => one.url), ...(selfUrl ? [selfUrl] : [])])
              expect(url.startsWith(folder)).toBe(true)
            for (const { name, size } of files) {
              expect(name).not.toMatch(/[/\\\p{Control}]/u)
              expect(Number.isSafeInteger(size) && size >= 0).toBe(true)
            }
          }
        } catch (error) {
          if (!isAccessionError(error, 'RESOURCE_INACCESSIBLE')) throw error
        }
      }),
      { numRuns: scale(200, 20_000) },
    )
  })
})
