import { expectTypeOf, test } from 'vitest'
import { accessionError } from './accession-error.ts'
import type { ArgumentsOf, MessageArgument } from './define-messages.ts'
import { defineMessages } from './define-messages.ts'
import type { MessageId } from './messages.ts'

test('arguments are counted in the text', () => {
  type Pair = readonly [MessageArgument, MessageArgument]
  expectTypeOf<ArgumentsOf<'Nothing.'>>().toEqualTypeOf<readonly []>()
  expectTypeOf<ArgumentsOf<'{1} before {0}, and {0} again'>>().toEqualTypeOf<Pair>()
})

test('an error takes as many arguments as its text', () => {
  accessionError('accession.item.file_not_found', ['a.iso', 'item'])
  // @ts-expect-error one is missing
  accessionError('accession.item.file_not_found', ['a.iso'])
  // @ts-expect-error one is too many
  accessionError('accession.item.file_not_found', ['a.iso', 'item', 'more'])
  // @ts-expect-error it takes none
  accessionError('accession.access.bad_credentials', ['user'])
})

test('only messages of the catalog can be thrown', () => {
  expectTypeOf<'accession.item.unheard_of'>().not.toExtend<MessageId>()
  // @ts-expect-error no such error type
  defineMessages({ 'accession.some.thing': { type: 'GONE', text: '' } })
})
