import { expectTypeOf, test } from 'vitest'
import { contract } from './contract.ts'
import type { AnyOperation, ErrorsOf, Input, OperationName, Result } from './contract.ts'
import type { ItemModel } from './item-model.ts'
import type { LocalizableMessage, LocalizationParam } from './localizable-message.ts'
import { operation } from './operation.ts'
import {
  boolean,
  enumeration,
  id,
  integer,
  list,
  map,
  nothing,
  optional,
  set,
  string,
  structure,
} from './types.ts'
import type { Infer, Type } from './types.ts'
import type { UpdateSessionModel, UpdateSessionState } from './update-session-model.ts'

const color = enumeration('color', ['RED', 'BLUE'])

test('a structure has its required fields, and may have its optional ones', () => {
  const thing = structure('thing', {
    name: string,
    size: optional(integer),
    colors: list(color),
    tags: set(string),
    parts: map(string, boolean),
    amounts: map(color, integer),
  })
  expectTypeOf<Infer<typeof thing>>().toEqualTypeOf<{
    readonly name: string
    readonly size?: number | undefined
    readonly colors: readonly ('RED' | 'BLUE')[]
    readonly tags: readonly string[]
    readonly parts: { readonly [key: string]: boolean }
    readonly amounts: { readonly RED?: number; readonly BLUE?: number }
  }>()
})

test('unions name values of their discriminant and optional fields', () => {
  const fields = { color, shade: optional(string), size: integer }
  structure('thing', fields, { unions: { color: { RED: { shade: 'required' }, BLUE: {} } } })
  // @ts-expect-error BLUE is missing
  structure('thing', fields, { unions: { color: { RED: { shade: 'required' } } } })
  // @ts-expect-error size is not optional
  structure('thing', fields, { unions: { color: { RED: { size: 'required' }, BLUE: {} } } })
})

test('an address names parameters of its operation', () => {
  const facts = { params: { thing: id }, result: nothing, errors: [], privileges: [] } as const
  operation({ ...facts, api: { method: 'GET', path: '/api/thing', query: ['thing'] } })
  // @ts-expect-error other is no parameter
  operation({ ...facts, api: { method: 'GET', path: '/api/thing', query: ['other'] } })
})

test('structures of the contract have readable types', () => {
  expectTypeOf<UpdateSessionModel['state']>().toEqualTypeOf<UpdateSessionState | undefined>()
  expectTypeOf<LocalizableMessage>().toEqualTypeOf<{
    readonly id: string
    readonly default_message: string
    readonly args: readonly string[]
    readonly params?: { readonly [name: string]: LocalizationParam } | undefined
    readonly localized?: string | undefined
  }>()
})

test('an operation is known by its name', () => {
  expectTypeOf<'updateSession.keep_alive'>().toExtend<OperationName>()
  expectTypeOf<'updateSession.keepAlive'>().not.toExtend<OperationName>()
  expectTypeOf<Input<'updateSession.keep_alive'>>().toEqualTypeOf<{
    readonly update_session_id: string
    readonly client_progress?: number | undefined
  }>()
  expectTypeOf<Result<'updateSession.keep_alive'>>().toEqualTypeOf<void>()
  expectTypeOf<Result<'item.get'>>().toEqualTypeOf<ItemModel>()
  expectTypeOf<ErrorsOf<'updateSession.delete'>>().toEqualTypeOf<
    'NOT_ALLOWED_IN_CURRENT_STATE' | 'NOT_FOUND'
  >()
  expectTypeOf<ErrorsOf<'type.list'>>().toEqualTypeOf<never>()
  expectTypeOf(contract.updateSession.delete.name).toEqualTypeOf<'updateSession.delete'>()
})

test('any operation and any type can be walked over', () => {
  expectTypeOf(contract.updateSession.delete).toExtend<AnyOperation>()
  expectTypeOf(contract.localLibrary.create.params).toExtend<Type>()
})
