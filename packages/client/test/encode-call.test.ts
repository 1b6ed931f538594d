import { contract, operations, restAddresses } from '@accession/core/contract'
import { describe, expect, it } from 'vitest'
import { encodeCall } from '../src/encode-call.ts'

const session = { update_session_id: 'a/b' }

const listTarget = (input: object, spelling: 'api' | 'rest') =>
  encodeCall(contract.updateSession.list, { ...input }, spelling).target

describe('encodeCall', () => {
  it.each([
    ['api', 'DELETE', '/api/content/library/item/update-session/a%2Fb'],
    ['rest', 'DELETE', '/rest/com/vmware/content/library/item/update-session/id:a%2Fb'],
  ] as const)('spells a deletion in %s', (spelling, method, target) => {
    expect(encodeCall(contract.updateSession.delete, session, spelling)).toEqual({
      method,
      target,
      headers: {},
    })
  })

  it('makes one parameter the body of /api, and a member of the body of /rest', () => {
    const input = { client_token: 't', create_spec: { library_item_id: 'i' } }
    expect(encodeCall(contract.updateSession.create, input, 'api')).toMatchObject({
      method: 'POST',
      headers: { 'client-token': 't', 'content-type': 'application/json' },
      body: '{"library_item_id":"i"}',
    })
    expect(encodeCall(contract.updateSession.create, input, 'rest')).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
  })

  it('spells actions and what is left for the body', () => {
    const input = { ...session, client_progress: 7 }
    expect(encodeCall(contract.updateSession.keep_alive, input, 'api')).toMatchObject({
      target: '/api/content/library/item/update-session/a%2Fb?action=keep-alive',
      body: '{"client_progress":7}',
    })
    expect(encodeCall(contract.updateSession.keep_alive, input, 'rest')).toMatchObject({
      method: 'POST',
      target: '/rest/com/vmware/content/library/item/update-session/id:a%2Fb?~action=keep-alive',
      body: '{"client_progress":7}',
    })
  })

  it('puts into the query what belongs there, and leaves out what is not set', () => {
    expect(listTarget({ library_item_id: 'a b' }, 'api')).toMatch(/\?library_item_id=a\+b$/)
    expect(listTarget({ library_item_id: 'a b' }, 'rest')).toMatch(/\?library_item_id=a\+b$/)
    expect(listTarget({}, 'api')).not.toContain('?')
  })

  it.each(['', '.', '..', undefined])('refuses %j as a part of a path', (id) => {
    expect(() => encodeCall(contract.item.delete, { library_item_id: id }, 'api')).toThrow(
      'item.delete needs library_item_id',
    )
  })

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    'sends every parameter of %s somewhere, in both spellings',
    (_, operation) => {
      const names = Object.keys(operation.params.fields)
      const inQuery = new Set(operation.api.query)
      const input = Object.fromEntries(
        names.map((name) => {
          const type = operation.params.fields[name]
          const isStructure = type?.kind === 'optional' && type.of.kind === 'structure'
          // Members of a structure stand in a query by themselves.
          return [name, isStructure && inQuery.has(name) ? { a: `<${name}>` } : `<${name}>`]
        }),
      )
      for (const spelling of ['api', 'rest'] as const) {
        const { target, headers, body = '' } = encodeCall(operation, input, spelling)
        const sent = [decodeURIComponent(target), ...Object.values(headers), body].join(' ')
        for (const name of names) expect(sent).toContain(`<${name}>`)
      }
      expect(restAddresses(operation).length).toBeGreaterThan(0)
    },
  )
})
