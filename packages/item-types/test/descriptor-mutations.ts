import * as fc from 'fast-check'

/** A change of a text at some place: a cut, a repetition, something strange put in, two places swapped. */
export type Mutation = (text: string) => string

const strange = [
  '<',
  '>',
  '/',
  '&',
  '"',
  "'",
  '=',
  ' ',
  '\0',
  '\uFFFE',
  '&#0;',
  '&#x10FFFF;',
  '&amp;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?x?>',
  '<!DOCTYPE x>',
  'ovf:',
  'xmlns:x="y"',
  'xmlns=""',
  ' ovf:id="',
  '-1',
  '9'.repeat(40),
  '../',
  '\u{1F600}',
  '</Envelope>',
  '<File/>',
] as const

const at = (text: string, share: number): number => Math.floor(text.length * share)

/** Random changes of a text. */
export const mutation: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(...strange),
    fc.nat(4),
  )
  .map(([one, other, added, kind]) => (text) => {
    const [start = 0, end = 0] = [at(text, one), at(text, other)].toSorted((a, b) => a - b)
    const [before, middle, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)]
    if (kind === 0) return before + added + middle + after
    if (kind === 1) return before + added + after
    if (kind === 2) return before + middle + middle.slice(0, 2_000) + after
    if (kind === 3) return before
    return after + middle + before
  })
