import { expect, it } from 'vitest'
import { discImageBytes } from '../../test/disc-image-bytes.ts'
import { verdictOf } from '../../test/verdict-of.ts'
import { isoType } from './iso-type.ts'

it('an image is kept with its label and its size', async () => {
  const { metadata, ...rest } = await verdictOf(isoType, {
    'a.iso': discImageBytes('UBUNTU'),
    b: 'x',
  })
  expect(rest).toEqual({
    refused: {},
    missing: [],
    invalid: [],
    digested: [],
    kept: ['a.iso', 'b'],
  })
  expect(metadata).toEqual({
    images: [
      {
        name: 'a.iso',
        image: { formats: ['ISO 9660'], label: 'UBUNTU', size: 40_960, isBootable: false },
      },
    ],
  })
})

it('what is no image is taken, and known to be none', async () => {
  for (const content of ['', 'x', 'no image'.repeat(10_000)]) {
    const verdict = await verdictOf(isoType, { 'a.ISO': content })
    expect(verdict).toMatchObject({ refused: {}, missing: [], invalid: [] })
    expect(verdict.metadata).toEqual({ images: [{ name: 'a.ISO', image: null }] })
  }
})

it('what is known of an image stays, until it is replaced or goes', async () => {
  const { metadata } = await verdictOf(isoType, { 'a.iso': discImageBytes('A') })
  const before = { metadata, files: { 'a.iso': 40_960 } }
  const more = await verdictOf(isoType, { 'b.iso': discImageBytes('B') }, before)
  expect(more.metadata).toMatchObject({
    images: [
      { name: 'a.iso', image: { label: 'A' } },
      { name: 'b.iso', image: { label: 'B' } },
    ],
  })
  const replaced = await verdictOf(isoType, { 'a.iso': 'x' }, before)
  expect(replaced.metadata).toEqual({ images: [{ name: 'a.iso', image: null }] })
  expect((await verdictOf(isoType, {}, { metadata, files: {} })).metadata).toBeNull()
})
