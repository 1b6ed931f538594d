import { expect, it } from 'vitest'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { parcelType } from '../testing/parcel-type.ts'
import { itemText } from './published-item.ts'
import type { VcspItem } from './vcsp-documents.ts'

const kept = { entries: [{ name: 'disk', value: '5' }] }

const metadataOf = (given: Parameters<typeof sampleRow<'item'>>[1]) => {
  const item = sampleRow('item', { itemTypeKey: 'parcel', version: 3, ...given })
  const text = itemText({ itemTypes: [parcelType] }, item, [])
  return { item, metadata: (JSON.parse(text) as VcspItem).metadata }
}

it('what its type has to say is published with an item, as text', () => {
  const { item, metadata } = metadataOf({ typeMetadata: kept })
  expect(metadata).toEqual([
    {
      type: 'String',
      domain: 'SYSTEM',
      visibility: 'READONLY',
      key: 'type-metadata',
      value: JSON.stringify({
        itemId: `urn:uuid:${item.id}`,
        libraryId: `urn:uuid:${item.libraryId}`,
        version: '3',
        ...kept,
      }),
    },
  ])
})

it.each([
  ['of which nothing was kept', { typeMetadata: null }],
  ['of a type that nobody knows', { typeMetadata: kept, itemTypeKey: 'unknown' }],
  ['of no type', { typeMetadata: kept, itemTypeKey: '' }],
])('an item %s is published without', (_, given) => {
  expect(metadataOf(given).metadata).toEqual([])
})
