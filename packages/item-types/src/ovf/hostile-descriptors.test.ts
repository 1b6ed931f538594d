import { describe, expect, it } from 'vitest'
import { descriptorText, refusal, system } from '../../test/descriptor-text.ts'
import { limits } from '../limits.ts'
import { readDescriptor } from './read-descriptor.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mebibyte = 1024 ** 2
const [head = '', tail = ''] = descriptorText({ sections: '@' }).split('@')

/** A text that repeats its middle for ever, in pieces of 16 KiB, and what was taken of it. */
const endless = (start: string, middle: string) => {
  const encoder = new TextEncoder()
  const piece = encoder.encode(middle.repeat(Math.ceil(16_384 / middle.length)))
  const taken = { bytes: 0, isEnded: false }
  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let next = encoder.encode(start); ; next = piece) {
        taken.bytes += next.length
        yield await Promise.resolve(next)
      }
    } finally {
      taken.isEnded = true
    }
  }
  return { bytes, taken }
}

/** What has no limit but that of the whole: all are tried in the long tier. */
const larger: readonly (readonly [string, string, string, string, number])[] = [
  ['text', `${head}<Info>`, 'text ', 'accession.ovf.too_large', limits.descriptorBytesMax],
  ['a value', `${head}<x a="`, 'text ', 'accession.ovf.too_large', limits.descriptorBytesMax],
  ['a name', `${head}<`, 'x', 'accession.ovf.too_large', limits.descriptorBytesMax],
  ['a comment', '<!--', 'text ', 'accession.ovf.too_large', limits.descriptorBytesMax],
  ['an instruction', '<?x ', 'text ', 'accession.ovf.too_large', limits.descriptorBytesMax],
  [
    'a document type',
    '<!DOCTYPE x [',
    '<!ENTITY x "y">',
    'accession.ovf.too_large',
    limits.descriptorBytesMax,
  ],
  [
    'a section of characters',
    `${head}<Info><![CDATA[`,
    'text ',
    'accession.ovf.too_large',
    limits.descriptorBytesMax,
  ],
  ['blanks', '', ' \n', 'accession.ovf.too_large', limits.descriptorBytesMax],
]

describe('what goes on for ever is refused after few bytes', () => {
  it.each<readonly [string, string, string, string, number]>([
    ['elements', head, '<x/>', 'accession.ovf.too_many', mebibyte / 2],
    ['elements that are kept', head, '<Network/>', 'accession.ovf.too_many', mebibyte],
    ['elements inside each other', head, '<x>', 'accession.ovf.too_deep', 32_768],
    ['attributes of one element', `${head}<x`, ' abc="d"', 'accession.ovf.too_many', 65_536],
    [
      'attributes of many',
      head,
      `<x a="" b="" c="" d="" e=""/>`,
      'accession.ovf.too_many',
      mebibyte,
    ],
    ...(isLong ? larger : larger.slice(0, 2)),
  ])('%s', async (_, start, middle, id, bytesMax) => {
    const { bytes, taken } = endless(start, middle)
    const [found] = await refusal(readDescriptor(bytes()))
    expect(found).toBe(id)
    expect(taken.bytes).toBeLessThanOrEqual(bytesMax + 2 * 16_384)
    expect(taken.isEnded).toBe(true)
  })

  it('a hundred attributes of one element, each of its own name', async () => {
    const names = Array.from({ length: 200 }, (_, index) => ` a${index}=""`).join('')
    const { bytes, taken } = endless(`${head}<x${names}`, ' ')
    expect(await refusal(readDescriptor(bytes()))).toEqual([
      'accession.ovf.too_many',
      '4',
      expect.any(String),
      'attributes in one element',
      String(limits.attributesPerElementMax),
    ])
    expect(taken.bytes).toBeLessThan(65_536)
  })
})

const read = (text: string) => {
  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    yield await Promise.resolve(new TextEncoder().encode(text))
  }
  return readDescriptor(bytes())
}
const laughs = Array.from(
  { length: 10 },
  (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
).join('\n')

describe('what would grow, or lead elsewhere, is refused', () => {
  it.each<readonly [string, string, string]>([
    [
      'a billion laughs',
      `<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY l0 "lol">${laughs}]>\n<l>&l10;</l>`,
      'accession.ovf.doctype',
    ],
    [
      'a file of the server',
      '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>',
      'accession.ovf.doctype',
    ],
    [
      'a file of another server',
      '<!DOCTYPE Envelope PUBLIC "-//x//y" "http://localhost/x.dtd"><Envelope/>',
      'accession.ovf.doctype',
    ],
    [
      'an attribute too long',
      `${head}<x a="${'x'.repeat(300_000)}"/>`,
      'accession.ovf.text_too_long',
    ],
    [
      'a text too long',
      `${head}<Info>${'x'.repeat(300_000)}</Info>`,
      'accession.ovf.text_too_long',
    ],
    [
      'a text too long in parts',
      `${head}<Info>${`${'x'.repeat(100_000)}<x/>`.repeat(3)}</Info>`,
      'accession.ovf.text_too_long',
    ],
    [
      'more files than a package has',
      descriptorText({
        references: Array.from(
          { length: 1_001 },
          (_, index) => `<File ovf:id="f${index}" ovf:href="f${index}"/>`,
        ).join(''),
        disks: '',
      }),
      'accession.ovf.too_many',
    ],
    [
      'collections inside each other',
      descriptorText({
        content: Array.from({ length: 9 }).reduce<string>(
          (inner, _, index) =>
            `<VirtualSystemCollection ovf:id="c${index}"><Info/>${inner}</VirtualSystemCollection>`,
          system(),
        ),
      }),
      'accession.ovf.too_deep',
    ],
    [
      'more virtual systems than anybody runs',
      descriptorText({
        content: `<VirtualSystemCollection ovf:id="c"><Info/>${Array.from({ length: 300 }, (_, index) => system('', `s${index}`)).join('')}</VirtualSystemCollection>`,
      }),
      'accession.ovf.too_many',
    ],
    [
      'more facts than a row holds',
      descriptorText({
        content: system(
          `<ProductSection><Info/>${Array.from({ length: 999 }, (_, index) => `<Property ovf:key="k${index}" ovf:value="${'x'.repeat(2_000)}"/>`).join('')}</ProductSection>`,
        ),
      }),
      'accession.ovf.too_detailed',
    ],
  ])('%s', async (_, text, id) => {
    const [found] = await refusal(read(text))
    expect(found).toBe(id)
  })

  it('is found although it is no better at the end', async () => {
    expect(tail).toContain('</Envelope>')
    expect((await read(head + tail)).content.id).toBe('vm')
  })
})
