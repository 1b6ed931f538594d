import { describe, expect, it } from 'vitest'
import { contract } from '../contract/contract.ts'
import type { AnyOperation } from '../contract/contract.ts'
import type { Grant } from '../ports/entities.ts'
import { authorize } from './authorize.ts'

const callerWith = (...grants: readonly Grant[]) => ({
  user: { id: 'user-1', name: 'ada', revision: 1 },
  grants,
  token: null,
})

const may = (
  grant: Grant,
  operation: Pick<AnyOperation, 'privileges'>,
  libraryId: string | null,
): boolean => {
  try {
    authorize(callerWith(grant), operation, libraryId)
    return true
  } catch (error) {
    expect(error).toMatchObject({ id: 'accession.access.privilege_missing', type: 'UNAUTHORIZED' })
    return false
  }
}

const { item, itemFile, itemStorage, library, localLibrary, type, updateSession } = contract
const { configuration, downloadSession, itemChanges, libraryUsages } = contract
const { securityPolicies, trustedCertificates } = contract

describe('a role over everything', () => {
  const cases = [
    [localLibrary.create, null, { admin: true, editor: false, viewer: false }],
    [localLibrary.update, 'one', { admin: true, editor: false, viewer: false }],
    [localLibrary.delete, 'one', { admin: true, editor: false, viewer: false }],
    [library.update, 'one', { admin: true, editor: false, viewer: false }],
    [library.delete, 'one', { admin: true, editor: false, viewer: false }],
    [library.force_delete, 'one', { admin: true, editor: false, viewer: false }],
    [library.enter_maintenance, 'one', { admin: true, editor: false, viewer: false }],
    [library.exit_maintenance, 'one', { admin: true, editor: false, viewer: false }],
    [library.convert, 'one', { admin: true, editor: false, viewer: false }],
    [libraryUsages.add, null, { admin: true, editor: false, viewer: false }],
    [libraryUsages.remove, null, { admin: true, editor: false, viewer: false }],
    [libraryUsages.list, null, { admin: true, editor: true, viewer: true }],
    [configuration.get, null, { admin: true, editor: false, viewer: false }],
    [configuration.update, null, { admin: true, editor: false, viewer: false }],
    [trustedCertificates.create, null, { admin: true, editor: false, viewer: false }],
    [trustedCertificates.delete, null, { admin: true, editor: false, viewer: false }],
    [trustedCertificates.get, null, { admin: true, editor: true, viewer: true }],
    [securityPolicies.list, null, { admin: true, editor: true, viewer: true }],
    [itemChanges.list, 'one', { admin: true, editor: true, viewer: true }],
    [item.create, 'one', { admin: true, editor: true, viewer: false }],
    [item.update, 'one', { admin: true, editor: true, viewer: false }],
    [item.delete, 'one', { admin: true, editor: true, viewer: false }],
    [itemStorage.list, 'one', { admin: true, editor: true, viewer: false }],
    [updateSession.create, 'one', { admin: true, editor: true, viewer: false }],
    [library.list, null, { admin: true, editor: true, viewer: true }],
    [item.find, null, { admin: true, editor: true, viewer: true }],
    [itemFile.list, 'one', { admin: true, editor: true, viewer: true }],
    [downloadSession.create, 'one', { admin: true, editor: true, viewer: true }],
    [type.list, null, { admin: true, editor: true, viewer: true }],
  ] as const

  it.each(cases)('$name', (operation, libraryId, expected) => {
    for (const role of ['admin', 'editor', 'viewer'] as const) {
      expect(may({ role, libraryId: null }, operation, libraryId), role).toBe(expected[role])
    }
  })
})

describe('a role in one library', () => {
  it('counts there alone', () => {
    expect(may({ role: 'editor', libraryId: 'one' }, item.create, 'one')).toBe(true)
    expect(may({ role: 'editor', libraryId: 'one' }, item.create, 'two')).toBe(false)
  })

  it('lets lists and finds be asked for', () => {
    expect(may({ role: 'viewer', libraryId: 'one' }, library.list, null)).toBe(true)
    expect(may({ role: 'viewer', libraryId: 'one' }, item.find, null)).toBe(true)
    expect(may({ role: 'viewer', libraryId: 'one' }, item.find, 'two')).toBe(false)
  })

  it('creates no libraries, even for its administrator', () => {
    expect(may({ role: 'admin', libraryId: 'one' }, localLibrary.create, null)).toBe(false)
    expect(may({ role: 'admin', libraryId: 'one' }, localLibrary.create, 'one')).toBe(false)
  })

  it('decides about nothing of the whole system', () => {
    const grant = { role: 'admin', libraryId: 'one' } as const
    for (const operation of [
      configuration.get,
      configuration.update,
      libraryUsages.add,
      libraryUsages.remove,
      trustedCertificates.create,
      trustedCertificates.delete,
    ])
      expect(may(grant, operation, null), operation.name).toBe(false)
    expect(may(grant, library.enter_maintenance, 'one')).toBe(true)
    expect(may(grant, library.enter_maintenance, 'two')).toBe(false)
    expect(may(grant, trustedCertificates.get, null)).toBe(true)
  })
})

describe('what is in no library', () => {
  it.each(['Datastore', 'com.vmware.content.TrustedCertificate'])(
    'a %s takes a role over everything',
    (resource) => {
      const privilege = 'ContentLibrary.UpdateLibrary' as const
      const operation = { privileges: [{ privilege, on: 'thing', resource }] }
      for (const libraryId of ['one', null]) {
        expect(may({ role: 'admin', libraryId: 'one' }, operation, libraryId)).toBe(false)
        expect(may({ role: 'admin', libraryId: null }, operation, libraryId)).toBe(true)
      }
    },
  )
})

it('no role grants nothing but what every signed-in user has', () => {
  expect(() => authorize(callerWith(), downloadSession.get, null)).not.toThrow()
  expect(() => authorize(callerWith(), library.list, null)).toThrow(
    expect.objectContaining({ args: ['ada', 'System.Read', 'the system'] }),
  )
})
