import { expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createSession } from '../session/create-session.ts'
import { deleteSession } from '../session/delete-session.ts'
import { getSession } from '../session/get-session.ts'
import { createTestWorld } from '../testing/world.ts'
import { listTypes } from '../types/list-types.ts'
import { authenticateToken } from './authenticate-token.ts'

const expired = { id: 'accession.access.session_expired', type: 'UNAUTHENTICATED' }
const origin = 'https://library.test'

const signedIn = async (test = createTestWorld()) => {
  const caller = await test.addCaller([{ role: 'viewer', libraryId: 'one' }])
  const token = await createSession(test.world, caller)
  return { ...test, caller, token }
}

it('a token says who holds it, with their grants', async () => {
  const { world, caller, token } = await signedIn()
  expect(await authenticateToken(world, token)).toMatchObject({
    user: caller.user,
    grants: [{ role: 'viewer', libraryId: 'one' }],
    token: { createdAt: world.clock.now(), lastUsedAt: world.clock.now() },
  })
})

it('a token is kept by a hash alone', async () => {
  const { world, token } = await signedIn()
  const { token: held } = await authenticateToken(world, token)
  expect(held?.id).not.toContain(token)
  await expect(authenticateToken(world, held?.id ?? '')).rejects.toMatchObject(expired)
})

it.each(['', 'unknown', '\u0000', 'a'.repeat(5_000), 'unknown-unknown-unknown'])(
  'what is no token is refused: %j',
  async (token) => {
    const { world } = await signedIn()
    await expect(authenticateToken(world, token)).rejects.toMatchObject(expired)
  },
)

it('a token idles out, and its use puts that off', async () => {
  const { world, clock, token } = await signedIn()
  await clock.advance(limits.tokenIdleMs - 1)
  await authenticateToken(world, token)
  await clock.advance(limits.tokenIdleMs - 1)
  await authenticateToken(world, token)
  await clock.advance(limits.tokenIdleMs)
  await expect(authenticateToken(world, token)).rejects.toMatchObject(expired)
})

it('the use of a token is written once per quarter of its time, and never fails a call', async () => {
  const store = createMemoryStore()
  let commits = 0
  let isFailing = false
  const test = createTestWorld({
    store: {
      ...store,
      commit(changes) {
        commits++
        return isFailing ? Promise.reject(new Error('disk')) : store.commit(changes)
      },
    },
  })
  const { world, clock, token, logged } = await signedIn(test)
  commits = 0
  for (let minute = 0; minute < 60; minute++) {
    await clock.advance(60_000)
    await authenticateToken(world, token)
  }
  expect(commits).toBe(4)
  isFailing = true
  await clock.advance(limits.tokenIdleMs / 2)
  expect(await authenticateToken(world, token)).toHaveProperty('user')
  expect(logged.at(-1)).toMatchObject({ level: 'error', event: 'access.token_use_not_written' })
})

it('signing out ends the token', async () => {
  const { world, token } = await signedIn()
  const identity = await authenticateToken(world, token)
  await deleteSession(world, { ...identity, origin })
  await expect(authenticateToken(world, token)).rejects.toMatchObject(expired)
  await expect(deleteSession(world, { ...identity, origin })).resolves.toBeUndefined()
})

it('a session tells who and since when', async () => {
  const { world, token, caller } = await signedIn()
  const identity = await authenticateToken(world, token)
  expect(await getSession(world, { ...identity, origin })).toEqual({
    user: caller.user.name,
    created_time: '2026-01-31T09:30:00.000Z',
    last_accessed_time: '2026-01-31T09:30:00.000Z',
  })
})

it('sessions are made by password, read and ended by token', async () => {
  const { world, token, caller } = await signedIn()
  const refused = { id: 'accession.access.no_credentials', type: 'UNAUTHENTICATED' }
  const byToken = { ...(await authenticateToken(world, token)), origin }
  await expect(createSession(world, byToken)).rejects.toMatchObject(refused)
  await expect(getSession(world, caller)).rejects.toMatchObject(refused)
  await expect(deleteSession(world, caller)).rejects.toMatchObject(refused)
})

it('signing in and out is audited, without the token', async () => {
  const { world, token, logged, caller } = await signedIn()
  await deleteSession(world, { ...(await authenticateToken(world, token)), origin })
  const audited = logged.filter(({ level }) => level === 'audit')
  expect(audited.map(({ event }) => event)).toEqual(['session.create', 'session.delete'])
  expect(audited[0]?.fields).toEqual({ user: caller.user.name })
  expect(JSON.stringify(logged)).not.toContain(token)
})

it('the types are those whose files are understood', async () => {
  const { world, caller } = await signedIn()
  const types = await listTypes(world, caller)
  expect(types.map(({ type }) => type)).toEqual(['parcel'])
  const nobody = { ...caller, grants: [] }
  await expect(listTypes(world, nobody)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
})
