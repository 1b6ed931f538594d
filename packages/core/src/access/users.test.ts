import { describe, expect, it } from 'vitest'
import { write } from '../ports/changes.ts'
import type { Grant } from '../ports/entities.ts'
import { createTestWorld } from '../testing/world.ts'
import { createSession } from '../session/create-session.ts'
import { authenticatePassword } from './authenticate-password.ts'
import { authenticateToken } from './authenticate-token.ts'
import { changePassword } from './change-password.ts'
import { grantRole } from './grant-role.ts'
import { listUsers } from './list-users.ts'
import { removeUser } from './remove-user.ts'
import { revokeRole } from './revoke-role.ts'

const everything: Grant = { role: 'admin', libraryId: null }
const noUser = { id: 'accession.access.user_not_found', type: 'NOT_FOUND' }
const last = { id: 'accession.access.last_administrator' }
const expired = { id: 'accession.access.session_expired' }

const openWorld = async () => {
  const test = createTestWorld()
  const library = await test.addLibrary({ name: 'images' })
  await test.addUser({ name: 'Root', grants: [everything] })
  const user = await test.addUser({ name: 'Ada', grants: [] })
  const caller = { user, grants: [], token: null, origin: '' }
  const token = await createSession(test.world, caller)
  const grantsOf = async (name: string) =>
    (await listUsers(test.world)).find((listed) => listed.name === name)?.grants
  return { ...test, library, user, token, grantsOf }
}

describe('a user who is removed', () => {
  it('is gone, with every token', async () => {
    const { world, token } = await openWorld()
    await removeUser(world, 'ADA')
    await expect(authenticateToken(world, token)).rejects.toMatchObject(expired)
    expect((await listUsers(world)).map(({ name }) => name)).toEqual(['Root'])
    expect(await world.store.ids('token', { where: { id: { moreThan: '' } }, limit: 9 })).toEqual(
      [],
    )
    await expect(removeUser(world, 'Ada')).rejects.toMatchObject(noUser)
  })

  it('is not the last administrator', async () => {
    const { world } = await openWorld()
    await expect(removeUser(world, 'root')).rejects.toMatchObject(last)
    await grantRole(world, 'Ada', everything)
    await removeUser(world, 'root')
    await expect(removeUser(world, 'Ada')).rejects.toMatchObject(last)
  })

  it('is one of two administrators, when both are removed at once', async () => {
    const { world } = await openWorld()
    await grantRole(world, 'Ada', everything)
    const both = await Promise.allSettled([removeUser(world, 'Ada'), removeUser(world, 'Root')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: last })
    expect(await listUsers(world)).toHaveLength(1)
  })
})

describe('a user with another password', () => {
  it('signs in with that one alone, and has no token left', async () => {
    const { world, clock, token, user } = await openWorld()
    await changePassword(world, 'ada', 'other')
    await expect(authenticateToken(world, token)).rejects.toMatchObject(expired)
    const address = '192.0.2.1'
    const right = { userName: 'Ada', password: 'other', address }
    expect(await authenticatePassword(world, right)).toMatchObject({ user: { id: user.id } })
    const wrong = authenticatePassword(world, { ...right, password: 'correct horse' })
    const refused = { type: 'UNAUTHENTICATED' }
    await expect(clock.passUntil(wrong)).rejects.toMatchObject(refused)
  })

  it('has one that can be typed, and is there', async () => {
    const { world } = await openWorld()
    const empty = { type: 'INVALID_ARGUMENT' }
    await expect(changePassword(world, 'ada', '')).rejects.toMatchObject(empty)
    await expect(changePassword(world, 'nobody', 'other')).rejects.toMatchObject(noUser)
  })
})

describe('a sign-in whose password was right a moment ago', () => {
  it('gets no token once the user has another one, or is removed', async () => {
    const { world } = await openWorld()
    const credentials = { userName: 'Ada', password: 'correct horse', address: '192.0.2.1' }
    const refused = { id: 'accession.access.bad_credentials' }
    const before = { ...(await authenticatePassword(world, credentials)), origin: '' }
    await changePassword(world, 'Ada', 'other')
    await expect(createSession(world, before)).rejects.toMatchObject(refused)
    const right = { ...credentials, password: 'other' }
    const after = { ...(await authenticatePassword(world, right)), origin: '' }
    await removeUser(world, 'Ada')
    await expect(createSession(world, after)).rejects.toMatchObject(refused)
    const anyId = { where: { id: { moreThan: '' } }, limit: 9 } as const
    expect(await world.store.ids('token', anyId)).toEqual([])
  })
})

describe('a grant', () => {
  it('is given once, on a library or on everything, and shown by name', async () => {
    const { world, library, grantsOf } = await openWorld()
    const editor: Grant = { role: 'editor', libraryId: library.id }
    await grantRole(world, 'ada', editor)
    await grantRole(world, 'ada', editor)
    await grantRole(world, 'ada', { role: 'viewer', libraryId: null })
    expect(await grantsOf('Ada')).toEqual([
      { ...editor, libraryName: 'images' },
      { role: 'viewer', libraryId: null, libraryName: null },
    ])
  })

  it('is on a library that is there', async () => {
    const { world, library, apply } = await openWorld()
    await apply(write('library', library, { deletedAt: 1 }))
    const granted = grantRole(world, 'ada', { role: 'editor', libraryId: library.id })
    await expect(granted).rejects.toMatchObject({ id: 'accession.library.not_found' })
  })

  it('is taken back where it is', async () => {
    const { world, library, grantsOf } = await openWorld()
    const editor: Grant = { role: 'editor', libraryId: library.id }
    await grantRole(world, 'ada', editor)
    const elsewhere = revokeRole(world, 'ada', { role: 'editor', libraryId: null })
    await expect(elsewhere).rejects.toMatchObject({ id: 'accession.access.grant_not_found' })
    await revokeRole(world, 'ada', editor)
    expect(await grantsOf('Ada')).toEqual([])
  })

  it('of the last administrator stays', async () => {
    const { world } = await openWorld()
    await expect(revokeRole(world, 'root', everything)).rejects.toMatchObject(last)
    await grantRole(world, 'ada', everything)
    await revokeRole(world, 'root', everything)
    await expect(revokeRole(world, 'ada', everything)).rejects.toMatchObject(last)
  })

  it('is audited like every change to users', async () => {
    const { world, logged } = await openWorld()
    await grantRole(world, 'ada', everything)
    await changePassword(world, 'ada', 'other')
    await revokeRole(world, 'ada', everything)
    await removeUser(world, 'ada')
    expect(logged.slice(-4).map(({ event, fields }) => [event, fields['user']])).toEqual([
      ['user.grant', 'Ada'],
      ['user.change_password', 'Ada'],
      ['user.revoke', 'Ada'],
      ['user.remove', 'Ada'],
    ])
  })
})
