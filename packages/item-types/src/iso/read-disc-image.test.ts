import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discOf, isoDescriptor, udfSequence, udfVolume } from '../../test/disc-sectors.ts'
import type { DiscPart } from '../../test/disc-sectors.ts'
import { readDiscImage } from './read-disc-image.ts'

/** A reader of bytes that counts what is taken of them. */
const readerOf = (bytes: Uint8Array) => {
  const taken = { bytes: 0 }
  const read = ({ start, end }: { readonly start: number; readonly end: number }) => {
    const part = bytes.subarray(start, end)
    taken.bytes += end - start
    return Promise.resolve(part)
  }
  return { read, taken }
}

const end: readonly DiscPart[] = [{ sector: 20, at: 0, bytes: '\u00FFCD001\u0001' }]
const primary = isoDescriptor(16, 1, 'PRIMARY')
const joliet = [
  ...isoDescriptor(17, 2, '\0M\0y\0 \0d\0i\0s\0c\0 \0\u00FC'.padEnd(32, '\0')),
  { sector: 17, at: 88, bytes: '%/E' },
]
const boot = [{ sector: 17, at: 0, bytes: '\0CD001\u0001EL TORITO SPECIFICATION' }]

describe('a disc image', () => {
  it.each<readonly [string, number, readonly DiscPart[], object]>([
    [
      'of ISO 9660',
      21,
      [...primary, ...end],
      {
        formats: ['ISO 9660'],
        label: 'PRIMARY',
        size: 40_960,
        created: '2026-01-02T02:04:05.060Z',
        isBootable: false,
      },
    ],
    [
      'without a label or a date',
      21,
      [...isoDescriptor(16, 1, ''), { sector: 16, at: 813, bytes: '0'.repeat(16) }],
      { formats: ['ISO 9660'], size: 40_960, isBootable: false },
    ],
    [
      'with names of Joliet',
      21,
      [...primary, ...joliet, ...end],
      {
        formats: ['ISO 9660', 'Joliet'],
        label: 'My disc ü',
        size: 40_960,
        created: '2026-01-02T02:04:05.060Z',
        isBootable: false,
      },
    ],
    [
      'that machines boot from',
      21,
      [...primary, ...boot, ...end],
      {
        formats: ['ISO 9660'],
        label: 'PRIMARY',
        size: 40_960,
        created: '2026-01-02T02:04:05.060Z',
        isBootable: true,
      },
    ],
    [
      'of UDF alone',
      280,
      [...udfSequence(16), ...udfVolume('Films')],
      {
        formats: ['UDF'],
        label: 'Films',
        size: 573_440,
        created: '2026-01-02T02:04:05.000Z',
        isBootable: false,
      },
    ],
    [
      'of UDF, and ISO 9660 for older readers',
      280,
      [...primary, ...udfSequence(17), ...udfVolume('Films')],
      {
        formats: ['ISO 9660', 'UDF'],
        label: 'PRIMARY',
        size: 573_440,
        created: '2026-01-02T02:04:05.060Z',
        isBootable: false,
      },
    ],
    [
      'of UDF that is cut before its anchor',
      30,
      udfSequence(16),
      { formats: ['UDF'], isBootable: false },
    ],
    [
      'of UDF whose anchor points beyond its end',
      257,
      [...udfSequence(16), ...udfVolume('x').slice(0, 2)],
      { formats: ['UDF'], isBootable: false },
    ],
  ])('%s', async (_, sectors, parts, expected) => {
    const { read, taken } = readerOf(discOf(sectors, parts))
    expect(await readDiscImage({ read })).toEqual(expected)
    expect(taken.bytes).toBeLessThanOrEqual(70 * 1024)
  })
})

describe('what is no disc image', () => {
  it.each<readonly [string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['zeros', new Uint8Array(100_000)],
    [
      'the end of descriptors without any',
      discOf(21, [{ sector: 16, at: 0, bytes: '\u00FFCD001\u0001' }]),
    ],
    ['descriptors elsewhere', discOf(40, isoDescriptor(20, 1, 'LATE'))],
    ['half a descriptor', discOf(21, primary).subarray(0, 16 * 2_048 + 1_000)],
    ['a hard disk', discOf(40, [{ sector: 0, at: 510, bytes: '\u0055\u00AA' }])],
  ])('%s', async (_, bytes) => {
    expect(await readDiscImage(readerOf(bytes))).toBeUndefined()
  })
})

it('whatever descriptors hold, they are read within the limit and without an error', async () => {
  const bytes = fc.uint8Array({ minLength: 1_900, maxLength: 2_040 })
  await fc.assert(
    fc.asyncProperty(bytes, bytes, fc.constantFrom(1, 2), async (some, others, type) => {
      const disc = discOf(280, [
        { sector: 16, at: 7, bytes: some },
        { sector: 16, at: 0, bytes: `\u0001CD001` },
        { sector: 17, at: 7, bytes: others },
        { sector: 17, at: 0, bytes: `${String.fromCharCode(type)}CD001` },
        ...udfSequence(18),
        ...udfVolume('x'),
        { sector: 257, at: 2, bytes: some },
        { sector: 258, at: 2, bytes: others },
      ])
      const { read, taken } = readerOf(disc)
      const image = await readDiscImage({ read })
      expect(image?.formats).toContain('UDF')
      expect(image?.label ?? '').not.toMatch(/\p{Control}/u)
      expect(taken.bytes).toBeLessThanOrEqual(70 * 1024)
    }),
    { numRuns: 100, seed: 20_261_128 },
  )
})
