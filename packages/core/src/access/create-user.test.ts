import { describe, expect, it, vi } from 'vitest'
import { createTestWorld } from '../testing/world.ts'
import { authenticatePassword } from './authenticate-password.ts'
import { createFirstUser } from './create-first-user.ts'
import { createUser } from './create-user.ts'
import { beginFirstPassword } from './first-password.ts'

const grants = [{ role: 'viewer', libraryId: null }] as const
const address = '192.0.2.1'

describe('a new user', () => {
  it('signs in with the grants given', async () => {
    const { world } = createTestWorld()
    const id = await createUser(world, { name: 'Ada', password: 'secret', grants })
    expect(
      await authenticatePassword(world, { userName: 'ADA', password: 'secret', address }),
    ).toEqual({ user: { id, name: 'Ada', revision: 1 }, grants, token: null })
  })

  it('has a name that no other has, also when two are made at once', async () => {
    const { world } = createTestWorld()
    const both = await Promise.allSettled([
      createUser(world, { name: 'Ada', password: 'secret', grants }),
      createUser(world, { name: 'ADA', password: 'other', grants }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const taken = { id: 'accession.access.user_name_taken', type: 'ALREADY_EXISTS' }
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: taken })
  })

  it.each([
    ['', 'secret'],
    ['a'.repeat(81), 'secret'],
    ['a\u0000', 'secret'],
    ['a:b', 'secret'],
    ['ada', ''],
    ['ada', 'a'.repeat(1_025)],
  ])('cannot be %j with %j', async (name, password) => {
    const { world } = createTestWorld()
    const created = createUser(world, { name, password, grants })
    await expect(created).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
  })

  it('is audited without the password', async () => {
    const { world, logged } = createTestWorld()
    await createUser(world, { name: 'Ada', password: 'secret', grants })
    expect(logged).toEqual([{ level: 'audit', event: 'user.create', fields: { user: 'Ada' } }])
  })
})

describe('the first user', () => {
  it('is an administrator with a password made up and told once', async () => {
    const { world } = createTestWorld()
    const password = await createFirstUser(world, { userName: 'root@test' })
    expect(password).toMatch(/^[\w-]{20,}$/)
    const credentials = { userName: 'root@test', password: password ?? '', address }
    expect(await authenticatePassword(world, credentials)).toMatchObject({
      grants: [{ role: 'admin', libraryId: null }],
    })
    expect(await createFirstUser(world, { userName: 'other@test' })).toBeUndefined()
  })

  it('takes the password given, which is not told again', async () => {
    const { world } = createTestWorld()
    const made = await createFirstUser(world, { userName: 'root@test', password: 'given' })
    expect(made).toBeUndefined()
    const credentials = { userName: 'root@test', password: 'given', address }
    expect(await authenticatePassword(world, credentials)).toHaveProperty('user')
  })

  it('takes a password whose hash was begun before, and makes no other', async () => {
    const { world } = createTestWorld()
    const hashed: string[] = []
    const hash = (password: string): Promise<string> => {
      hashed.push(password)
      return world.passwords.hash(password)
    }
    const counted = { ...world, passwords: { ...world.passwords, hash } }
    const begun = beginFirstPassword(counted, undefined)
    const made = await createFirstUser(counted, { userName: 'root@test', begun })
    expect([made]).toEqual(hashed)
    const credentials = { userName: 'root@test', password: made ?? '', address }
    expect(await authenticatePassword(world, credentials)).toHaveProperty('user')
  })

  it('is not made where the hash that was begun fails', async () => {
    const { world } = createTestWorld()
    const hash = vi.fn().mockRejectedValue(new Error('no memory'))
    const passwords = { ...world.passwords, hash }
    const begun = beginFirstPassword({ ...world, passwords }, 'given')
    const made = createFirstUser(world, { userName: 'root@test', password: 'given', begun })
    await expect(made).rejects.toThrow('no memory')
    expect(await world.store.ids('user', { where: { id: { moreThan: '' } }, limit: 1 })).toEqual([])
  })

  it('is made by one of many nodes that start at once', async () => {
    const { world, logged } = createTestWorld()
    const names = Array.from({ length: 8 }, (_, node) => `root-${node}@test`)
    const made = await Promise.all(names.map((userName) => createFirstUser(world, { userName })))
    expect(made.filter((password) => password !== undefined)).toHaveLength(1)
    expect(logged.filter(({ event }) => event === 'user.create')).toHaveLength(1)
  })

  it('is not made where there are users', async () => {
    const { world, addUser } = createTestWorld()
    await addUser()
    expect(await createFirstUser(world, { userName: 'root@test' })).toBeUndefined()
  })
})
