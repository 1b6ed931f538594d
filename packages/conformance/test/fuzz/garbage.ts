import * as fc from 'fast-check'
import { mark } from './fuzzed-request.ts'

/** Names that mean something to JavaScript, to SQL or to nobody. */
export const strangeName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'id', 'a.b', 'x'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)

/** Text that is hard to keep, to compare or to take for a name. */
const strangeText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\u0007',
    '\u202e',
    '\ufeff',
    '\uffff',
    '../../etc/passwd',
    '%',
    '%00',
    '%2e%2e%2f',
    "' OR 1=1 --",
    '${x}',
    '\\',
    'a'.repeat(3_000),
    '🎈'.repeat(90),

    mark('surrogate'),
    mark('huge'),
    'null',
    '-1',
    'true',
    'id:',
    '[object Object]',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const strangeNumber = fc.oneof(
  fc.constantFrom(...['infinite', 'inexact', 'fraction', 'minus'].map(mark)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
)

/** JSON of any kind, where a value of a certain one belongs. */
export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, [], {}, [[]], [null], mark('deep'), mark('level')),
  strangeText,
  strangeNumber,
  fc.array(strangeText, { maxLength: 3 }),
  fc.tuple(strangeName, strangeText).map(([name, text]) => memberOf({}, name, text)),
  fc.constantFrom<unknown>(
    { OPTIONAL: null },
    { OPTIONAL: { OPTIONAL: 1 } },
    { STRUCTURE: {} },
    { STRUCTURE: { __a: null } },
    { SECRET: 7 },
    { BINARY: '?' },
    { ERROR: {} },
    { key: 'a', value: 'b' },
    Array.from({ length: 3_000 }, () => 0),
  ),
)

/** An object with a member more, which may be called `__proto__`. */
export const memberOf = (members: object, name: string, value: unknown): object =>
  Object.fromEntries([...Object.entries(members), [name, value]])

/** What may stand in a header: no control character but the tab. */
export const headerText = fc.oneof(
  fc.constantFrom('', ',', ';', '"', '=', '\u00ff\u00fe', 'a'.repeat(1_000), '\t', '*', '%00'),
  fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[^\t\u0020-\u007e]/g, '')),
)
