import { describe, expect, it } from 'vitest'
import { AccessionError } from '../errors/accession-error.ts'
import { contract } from './contract.ts'
import type { Input } from './contract.ts'
import { operation } from './operation.ts'
import { id, integer, list, nothing, optional, set, structure } from './types.ts'
import { applyUsage } from './usage.ts'

const refusal = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof AccessionError) return { type: error.type, id: error.id, args: error.args }
    throw error
  }
  throw new Error('Nothing was refused')
}

describe('fields a call does not use', () => {
  it('are dropped from a create', () => {
    const input: Input<'updateSession.create'> = {
      client_token: 'token',
      create_spec: {
        id: 'mine',
        library_item_id: 'item',
        state: 'DONE',
        client_progress: 50,
        warning_behavior: [{ type: 'UNTRUSTED_CERTIFICATE', ignored: true }],
      },
    }
    expect(applyUsage(contract.updateSession.create, input)).toStrictEqual({
      client_token: 'token',
      create_spec: {
        library_item_id: 'item',
        warning_behavior: [{ type: 'UNTRUSTED_CERTIFICATE', ignored: true }],
      },
    })
  })

  it('are dropped from an update', () => {
    const update_spec = { name: 'new', library_id: 'other', size: 1, version: '3' }
    expect(
      applyUsage(contract.item.update, { library_item_id: 'item', update_spec }),
    ).toStrictEqual({ library_item_id: 'item', update_spec: { name: 'new', version: '3' } })
  })

  it('are dropped inside structures and lists', () => {
    const create_spec = {
      name: 'images',
      storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
      publish_info: { published: false, publish_url: 'https://elsewhere' },
      state_info: { state: 'MAINTENANCE' },
    } as const
    expect(applyUsage(contract.localLibrary.create, { create_spec })).toStrictEqual({
      create_spec: {
        name: 'images',
        storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
        publish_info: { published: false },
      },
    })
  })

  it('are no reason to look at the structures in them', () => {
    const update_spec = { storage_backings: [{ datastore_id: 'no type' }] }
    expect(
      applyUsage(contract.localLibrary.update, { library_id: 'library', update_spec }),
    ).toStrictEqual({ library_id: 'library', update_spec: {} })
  })

  it('do not exist where nothing is created or updated', () => {
    const spec = { storage_backing: { datastore_id: 'datastore-1' } }
    expect(applyUsage(contract.library.find, { spec })).toStrictEqual({ spec })
  })

  it('leave the input itself as it was', () => {
    const input = { create_spec: { library_item_id: 'item', state: 'DONE' as const } }
    applyUsage(contract.updateSession.create, input)
    expect(input).toStrictEqual({ create_spec: { library_item_id: 'item', state: 'DONE' } })
  })
})

describe('fields a create requires', () => {
  it.each([
    ['updateSession', 'create_spec.library_item_id', {}],
    ['item', 'create_spec.library_id', { name: 'a' }],
    ['item', 'create_spec.name', { library_id: 'library' }],
    ['localLibrary', 'create_spec.storage_backings', { name: 'a' }],
    ['localLibrary', 'create_spec.storage_backings[0].type', { name: 'a', storage_backings: [{}] }],
  ] as const)('of %s must be set: %s', (service, field, create_spec) => {
    expect(refusal(() => applyUsage(contract[service].create, { create_spec }))).toEqual({
      type: 'INVALID_ARGUMENT',
      id: 'accession.argument.missing',
      args: [field],
    })
  })

  it('are required of the destination of a copy as well', () => {
    const input = { source_library_item_id: 'item', destination_create_spec: { name: 'copy' } }
    expect(refusal(() => applyUsage(contract.item.copy, input)).args).toEqual([
      'destination_create_spec.library_id',
    ])
  })

  it('may be left out of an update', () => {
    const input = { library_item_id: 'item', update_spec: {} }
    expect(applyUsage(contract.item.update, input)).toStrictEqual(input)
  })

  it('must not be missing for want of a type that says so', () => {
    const input = {} as Input<'updateSession.delete'>
    expect(refusal(() => applyUsage(contract.updateSession.delete, input)).args).toEqual([
      'update_session_id',
    ])
  })
})

const add = (file_spec: Input<'updateSessionFile.add'>['file_spec']) =>
  applyUsage(contract.updateSessionFile.add, { update_session_id: 'session', file_spec })

describe('unions', () => {
  it('want the fields of the chosen case', () => {
    expect(refusal(() => add({ name: 'a.iso', source_type: 'PULL' }))).toEqual({
      type: 'INVALID_ARGUMENT',
      id: 'accession.argument.union_field_missing',
      args: ['file_spec.source_endpoint', 'file_spec.source_type', 'PULL'],
    })
  })

  it('refuse the fields of another case', () => {
    const source_endpoint = { uri: 'https://elsewhere/a.iso' }
    expect(refusal(() => add({ name: 'a.iso', source_type: 'PUSH', source_endpoint }))).toEqual({
      type: 'INVALID_ARGUMENT',
      id: 'accession.argument.union_field_unexpected',
      args: ['file_spec.source_endpoint', 'file_spec.source_type', 'PUSH'],
    })
  })

  it('take the fields of the chosen case', () => {
    const file_spec = {
      name: 'a.iso',
      source_type: 'PULL',
      source_endpoint: { uri: 'https://elsewhere/a.iso' },
    } as const
    expect(add(file_spec)).toStrictEqual({ update_session_id: 'session', file_spec })
  })

  it('are looked at after what the call does not use is dropped', () => {
    const create_spec = {
      library_item_id: 'item',
      state: 'DONE',
      preview_info: { state: 'PREPARING' },
    } as const
    expect(applyUsage(contract.updateSession.create, { create_spec })).toStrictEqual({
      create_spec: { library_item_id: 'item', preview_info: { state: 'PREPARING' } },
    })
  })

  it('name the element of a list', () => {
    const storage_backings = [
      { type: 'DATASTORE', datastore_id: 'datastore-1' },
      { type: 'OTHER', datastore_id: 'datastore-1' },
    ] as const
    const create_spec = { name: 'images', storage_backings }
    expect(refusal(() => applyUsage(contract.localLibrary.create, { create_spec })).args).toEqual([
      'create_spec.storage_backings[1].datastore_id',
      'create_spec.storage_backings[1].type',
      'OTHER',
    ])
  })
})

it('walks sets as it walks lists', () => {
  const part = structure('part', { size: optional(integer, { create: 'unused' }), key: id })
  const create = {
    id: 'create',
    ...operation({
      params: { parts: set(part), more: list(part) },
      result: nothing,
      errors: [],
      privileges: [],
      api: { method: 'POST', path: '/api/parts' },
    }),
  }
  const input = { parts: [{ key: 'a', size: 1 }], more: [{ key: 'b', size: 2 }] }
  expect(applyUsage(create, input)).toStrictEqual({ parts: [{ key: 'a' }], more: [{ key: 'b' }] })
})
