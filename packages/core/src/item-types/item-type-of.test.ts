import { expect, it } from 'vitest'
import { parcelType } from '../testing/parcel-type.ts'
import { itemTypeOf, roleOf } from './item-type-of.ts'

const itemTypes = [parcelType]
const local = { type: 'LOCAL' } as const

it('the type of an item is found by its folded name', () => {
  const typed = { item: { itemTypeKey: 'parcel' }, library: local }
  expect(itemTypeOf({ itemTypes }, typed)).toBe(parcelType)
})

it('an item of any other type, or of none, is plain files, and so is what a publisher judges', () => {
  const plain = [
    { item: { itemTypeKey: '' }, library: local },
    { item: { itemTypeKey: 'parcels' }, library: local },
    { item: { itemTypeKey: 'parcel' }, library: { type: 'SUBSCRIBED' } as const },
  ]
  for (const typed of plain) expect(itemTypeOf({ itemTypes }, typed)).toBeUndefined()
  expect(roleOf(undefined, 'box.sums')).toEqual({
    isKept: true,
    isInspected: false,
    isArchive: false,
    isInManifest: false,
  })
})
