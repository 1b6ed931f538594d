import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { insert, write } from '../../ports/changes.ts'
import type { LibraryOptions } from '../../ports/entities.ts'
import type { Store } from '../../ports/store.ts'
import { scale } from '../scale.ts'
import { sampleRow } from './sample-rows.ts'

const texts = {
  empty: '',
  spaces: ' \t\n ',
  quotes: `'";--\\ \`$1 ?1 {0} %s`,
  'json in text': '{"a":[1,null],"b":"\\u0041"}',
  'composed and decomposed': '\u00e9 e\u0301',
  'beyond the first plane': '\u{1f4bf} \u{10ffff} \uffff',
  'right to left': '\u05e9\u05dc\u05d5\u05dd',
  'a number': '0123.50',
  'a number too large': '99999999999999999999',
  'words of other types': 'null true NaN',
  'a megabyte': 'ü'.repeat(500_000),
}

/** Characters that fit an index, whatever they are. */
const indexedTextMax = 500

/** Texts as a client may send them: no NUL, no half surrogate pairs. */
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'))

/** Values come back as they went in. */
export const describeFidelity = (current: () => Store): void => {
  describe('values', () => {
    it.each(Object.entries(texts))('keeps text: %s', async (_, description) => {
      const store = current()
      const nameKey = description.slice(0, indexedTextMax)
      const item = sampleRow('item', { description, nameKey })
      await store.commit([insert('item', item)])
      const { libraryId } = item
      const found = await store.find('item', {
        where: { libraryId, nameKey, deletedAt: null },
        limit: 1,
      })
      expect(found).toEqual([item])
      await store.commit([write('item', item, { name: description })])
      const written = await store.find('item', {
        where: { id: item.id, name: description },
        limit: 1,
      })
      expect(written).toEqual([{ ...item, name: description, revision: 2 }])
    })

    it('tells texts apart that fold, normalize or pad to the same', async () => {
      const store = current()
      const { libraryId } = sampleRow('item')
      const keys = ['a', 'A', 'a ', 'á', 'a\u0301', '1', '1.0', '01', 'ß', 'ss']
      const items = keys.map((nameKey) => sampleRow('item', { libraryId, nameKey }))
      const outcome = await store.commit(items.map((item) => insert('item', item)))
      expect(outcome).toEqual({ outcome: 'committed' })
      for (const item of items) {
        const { nameKey } = item
        const where = { libraryId, nameKey, deletedAt: null }
        expect(await store.find('item', { where, limit: 9 })).toEqual([item])
      }
    })

    it.each([0, -1, 1, 2 ** 31, -(2 ** 40), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
      'keeps the integer %d',
      async (size) => {
        const store = current()
        const item = sampleRow('item', { size, modifiedAt: size })
        await store.commit([insert('item', item)])
        const where = { id: item.id, size, modifiedAt: { atMost: size } }
        expect(await store.find('item', { where, limit: 1 })).toEqual([item])
      },
    )

    it('keeps plain data as it is, with the order of its members', async () => {
      const store = current()
      const library = sampleRow('library', {
        options: { serverGuid: 'x"\\\u{1f4bf}\n', applyLibraryUsageToItems: true },
        storageBackings: [
          { type: 'OTHER', datastoreId: null, storageUri: 'file:///a b' },
          { type: 'DATASTORE', datastoreId: '', storageUri: null },
        ],
      })
      await store.commit([insert('library', library)])
      const [kept] = await store.find('library', { where: { id: library.id }, limit: 1 })
      expect(JSON.stringify(kept?.options)).toBe(JSON.stringify(library.options))
      expect(kept).toEqual(library)
      await store.commit([write('library', library, { options: {}, storageBackings: [] })])
      const [emptied] = await store.find('library', { where: { id: library.id }, limit: 1 })
      expect(emptied).toMatchObject({ options: {}, storageBackings: [], revision: 2 })
    })

    it('does not share plain data with the caller', async () => {
      const store = current()
      const options: { -readonly [K in keyof LibraryOptions]: LibraryOptions[K] } = {}
      const library = sampleRow('library', { options })
      await store.commit([insert('library', library)])
      options.serverGuid = 'changed after the commit'
      const [kept] = await store.find('library', { where: { id: library.id }, limit: 1 })
      expect(kept?.options).toEqual({})
    })

    it('keeps any text in any place', async () => {
      await fc.assert(
        fc.asyncProperty(text, text, text, async (name, serverGuid, datastoreId) => {
          const store = current()
          const library = sampleRow('library', {
            name,
            nameKey: name,
            options: { serverGuid },
            storageBackings: [{ type: 'DATASTORE', datastoreId, storageUri: null }],
          })
          await store.commit([insert('library', library)])
          const where = { nameKey: name, id: library.id }
          expect(await store.find('library', { where, limit: 9 })).toEqual([library])
        }),
        { numRuns: scale(50, 2000) },
      )
    })
  })
}
