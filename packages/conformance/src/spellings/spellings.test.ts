import { describe, expect, it } from 'vitest'
import { answer, operationNamed } from '../../test/support/by-hand.ts'
import { bodyText } from '../wire/body-text.ts'
import { spellings } from './spellings.ts'

const write = (spelling: 'rest' | 'api', name: string, given: Record<string, unknown>) =>
  spellings[spelling].write(operationNamed(name), given, { kind: 'none' })

const json = { 'content-type': 'application/json' }
const item = '/rest/com/vmware/content/library/item'

describe('calls are written as the reference has them', () => {
  it.each([
    ['rest', 'library.list', {}, 'GET', '/rest/com/vmware/content/library', undefined],
    ['api', 'library.list', {}, 'GET', '/api/content/library', undefined],
    [
      'rest',
      'updateSession.delete',
      { update_session_id: 'a b' },
      'DELETE',
      `${item}/update-session/id:a%20b`,
      undefined,
    ],
    [
      'api',
      'updateSession.delete',
      { update_session_id: 'a' },
      'DELETE',
      '/api/content/library/item/update-session/a',
      undefined,
    ],
    ['rest', 'item.list', { library_id: 'a&b' }, 'GET', `${item}?library_id=a%26b`, undefined],
    [
      'rest',
      'updateSession.keep_alive',
      { update_session_id: 'a', client_progress: 4 },
      'POST',
      `${item}/update-session/id:a?~action=keep-alive`,
      '{"client_progress":4}',
    ],
    [
      'api',
      'updateSession.keep_alive',
      { update_session_id: 'a', client_progress: 4 },
      'POST',
      '/api/content/library/item/update-session/a?action=keep-alive',
      '{"client_progress":4}',
    ],
    [
      'rest',
      'item.find',
      { spec: { name: 'a' } },
      'POST',
      `${item}?~action=find`,
      '{"spec":{"name":"a"}}',
    ],
    [
      'api',
      'item.find',
      { spec: { name: 'a' } },
      'POST',
      '/api/content/library/item?action=find',
      '{"name":"a"}',
    ],
  ] as const)('%s %s', (spelling, name, given, method, path, body) => {
    const headers = body === undefined ? {} : json
    expect(write(spelling, name, given)).toEqual({ method, path, headers, body })
  })

  it('has the client token in a header of /api alone', () => {
    const given = { client_token: 't', create_spec: { name: 'a' } }
    expect(write('api', 'item.create', given)).toMatchObject({
      headers: { 'Client-Token': 't' },
      body: '{"name":"a"}',
    })
    expect(write('rest', 'item.create', given).body).toBe(JSON.stringify(given))
  })
})

const modelOf = (constraints: unknown) => ({
  model: { automatic_sync_start_hour_setting: { name: 'a', reboot_required: true, constraints } },
})

const written = (spelling: 'rest' | 'api', constraints: unknown): unknown =>
  JSON.parse(bodyText(write(spelling, 'configuration.update', modelOf(constraints))))

describe('maps', () => {
  it('are lists of entries in /rest, and objects in /api', () => {
    const entries = [[{ key: 'MIN_INCLUSIVE', value: '0' }]]
    expect(written('rest', [{ MIN_INCLUSIVE: '0' }])).toEqual(modelOf(entries))
    expect(written('api', [{ MIN_INCLUSIVE: '0' }])).toEqual(
      modelOf([{ MIN_INCLUSIVE: '0' }]).model,
    )
  })

  it.each([7, 'a', [7], [[]]])('are written as they are where they are none: %j', (wrong) => {
    expect(written('rest', wrong)).toEqual(modelOf(wrong))
  })
})

describe('answers are held against their form', () => {
  const list = operationNamed('library.list')
  const create = operationNamed('item.create')
  const cancel = operationNamed('updateSession.cancel')
  const policies = operationNamed('securityPolicies.list')
  const policy = { policy: 'p', name: 'a policy' }
  const rules = { ovf: 'OVF_STRICT_VERIFICATION' }
  const entries = [{ key: 'ovf', value: 'OVF_STRICT_VERIFICATION' }]

  it('takes what is right', () => {
    expect(spellings.rest.readResult(list, answer(200, { value: ['a'] }))).toEqual(['a'])
    expect(spellings.rest.readResult(cancel, answer(200))).toBeUndefined()
    expect(spellings.api.readResult(list, answer(200, ['a']))).toEqual(['a'])
    const withRules = [{ ...policy, item_type_rules: rules }]
    const withEntries = { value: [{ ...policy, item_type_rules: entries }] }
    expect(spellings.rest.readResult(policies, answer(200, withEntries))).toEqual(withRules)
    expect(spellings.api.readResult(policies, answer(200, withRules))).toEqual(withRules)
    expect(spellings.api.readResult(create, answer(201, 'a'))).toBe('a')
    expect(spellings.api.readResult(cancel, answer(204))).toBeUndefined()
  })

  it.each([
    ['rest', list, answer(201, { value: [] }), 'expected 200, got 201'],
    ['rest', list, answer(200, []), 'must be an object'],
    ['rest', list, answer(200, { value: [], more: 1 }), 'The members of the body'],
    ['rest', list, answer(200, { value: 'a' }), 'must be a list'],
    ['rest', cancel, answer(200, {}), 'which answers nothing'],
    [
      'rest',
      policies,
      answer(200, { value: [{ ...policy, item_type_rules: rules }] }),
      'must be a list of entries',
    ],
    [
      'rest',
      policies,
      answer(200, { value: [{ ...policy, item_type_rules: [{ key: 'ovf' }] }] }),
      'The members of',
    ],
    ['api', policies, answer(200, [{ ...policy, item_type_rules: entries }]), 'must be an object'],
    [
      'api',
      policies,
      answer(200, [{ ...policy, item_type_rules: { ovf: 'LAX' } }]),
      'must be one of',
    ],
    ['api', list, answer(200, { value: [] }), 'must be a list'],
    ['api', create, answer(200, 'a'), 'expected 201, got 200'],
    ['api', cancel, answer(200), 'expected 204, got 200'],
    ['api', list, { ...answer(200, []), headers: {} }, 'its content type is none'],
  ] as const)('%s: refuses what is not (%#)', (spelling, operation, given, told) => {
    expect(() => spellings[spelling].readResult(operation, given)).toThrow(told)
  })

  const flat = {
    error_type: 'NOT_FOUND',
    messages: [{ id: 'a.b', default_message: 'There is no x.', args: ['x'] }],
  }
  const full = { type: 'com.vmware.vapi.std.errors.not_found', value: flat, ...flat }

  it('takes an error that is right', () => {
    expect(spellings.api.readError(answer(404, flat))).toMatchObject({ type: 'NOT_FOUND' })
    expect(spellings.rest.readError(answer(404, full))).toMatchObject({ type: 'NOT_FOUND' })
  })

  it.each([
    ['api', answer(400, flat), 'expected 404, got 400'],
    ['api', answer(404, { ...flat, error_type: 'GONE' }), 'GONE is no type of error'],
    ['api', answer(404, { ...flat, messages: [] }), 'must have a message'],
    ['api', answer(404, { ...flat, more: 1 }), 'The members of an error'],
    ['api', answer(404, { ...flat, data: 'x' }), 'data of an error must be an object'],
    [
      'api',
      answer(404, { ...flat, messages: [{ ...flat.messages[0], args: ['y'] }] }),
      'does not fill',
    ],
    ['api', answer(404, { ...flat, messages: [{ ...flat.messages[0], id: 'a' }] }), 'A message.id'],
    ['rest', answer(404, flat), 'The type that old clients read'],
    [
      'rest',
      answer(404, { ...full, value: { messages: flat.messages } }),
      'The value that old clients',
    ],
  ] as const)('%s: refuses one that is not (%#)', (spelling, given, told) => {
    expect(() => spellings[spelling].readError(given)).toThrow(told)
  })
})
