import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { testHashing, testPasswords } from '../testing/hashing.ts'
import { createTestWorld } from '../testing/world.ts'
import { authenticatePassword } from './authenticate-password.ts'

const wrong = { id: 'accession.access.bad_credentials', type: 'UNAUTHENTICATED' }
const address = '192.0.2.1'

const openWorld = async () => {
  const hashes: string[] = []
  let running = 0
  let runningMost = 0
  const test = createTestWorld({
    // At once, so that calls made in one turn arrive in one turn, however busy the machine is.
    hashing: { ...testHashing, keyed: (key, text) => `${key} ${text}` },
    passwords: {
      hash: (password) => testPasswords.hash(password),
      async verify(password, hash) {
        hashes.push(hash)
        runningMost = Math.max(runningMost, ++running)
        await new Promise((resolve) => setTimeout(resolve, 1))
        running--
        return testPasswords.verify(password, hash)
      },
    },
  })
  const user = await test.addUser({ name: 'Ada@test' })
  const signIn = (password: string, userName = 'ada@TEST', from = address) =>
    authenticatePassword(test.world, { userName, password, address: from })
  /** Signs in wrongly; answers how long that took on the clock. */
  const fail = async (userName?: string, from?: string): Promise<number> => {
    const start = test.clock.now()
    const failed = test.clock.passUntil(signIn('wrong', userName, from))
    await expect(failed).rejects.toMatchObject(wrong)
    return test.clock.now() - start
  }
  return {
    ...test,
    user,
    signIn,
    fail,
    verified: () => hashes.length,
    hashes,
    runningMost: () => runningMost,
  }
}

describe('a right password', () => {
  it('tells who has it, whatever the case of the name', async () => {
    const { signIn, user } = await openWorld()
    expect(await signIn('correct horse')).toEqual({
      user: { id: user.id, name: 'Ada@test', revision: user.revision },
      grants: user.grants,
      token: null,
    })
  })

  it('is hashed once a minute, also by many calls at once', async () => {
    const { signIn, clock, verified } = await openWorld()
    await Promise.all(Array.from({ length: 100 }, () => signIn('correct horse')))
    await signIn('correct horse')
    expect(verified()).toBe(1)
    await clock.advance(limits.passwordRememberedMs)
    await signIn('correct horse')
    expect(verified()).toBe(2)
  })

  it('is never delayed for the failures before it', async () => {
    const { signIn, fail, clock } = await openWorld()
    for (let times = 0; times < 4; times++) await fail()
    const start = clock.now()
    expect(await signIn('correct horse')).toHaveProperty('user.name', 'Ada@test')
    expect(clock.now()).toBe(start)
  })
})

describe('a wrong password', () => {
  it('is answered later each time, up to a bound', async () => {
    const { fail } = await openWorld()
    const delays = []
    for (let times = 0; times < 7; times++) delays.push(await fail())
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000])
  })

  it('counts against the user and against the address', async () => {
    const { fail } = await openWorld()
    await fail('ada@test', '192.0.2.1')
    expect(await fail('ada@test', '192.0.2.2')).toBe(500)
    expect(await fail('bob@test', '192.0.2.1')).toBe(500)
    expect(await fail('eve@test', '192.0.2.3')).toBe(250)
  })

  it('is forgiven after a while', async () => {
    const { fail, clock } = await openWorld()
    await fail()
    await clock.advance(limits.signInFailuresRememberedMs)
    expect(await fail()).toBe(250)
  })

  it('of an unknown user is hashed as well, and answered alike', async () => {
    const { fail, hashes, signIn } = await openWorld()
    expect(await fail('nobody@test')).toBe(250)
    // A hash like any other: a malformed one would be done with sooner.
    expect(hashes).toEqual([expect.stringMatching(/^test:.+/)])
    const unhashed = ['\u0000', 'n'.repeat(9_000)].map((name) => fail(name))
    await Promise.all(unhashed)
    await expect(signIn('correct horse')).resolves.toBeDefined()
  })

  it('is audited without the password', async () => {
    const { fail, logged } = await openWorld()
    await fail()
    const fields = { user: 'Ada@test', address }
    expect(logged.at(-1)).toEqual({ level: 'audit', event: 'access.sign_in_failed', fields })
  })
})

/** How many of a hundred sign-ins are heard, and whether a right one beside them is. */
const refusedOf = async (addressOf: (index: number) => string) => {
  const { signIn, runningMost, clock } = await openWorld()
  const all = Array.from({ length: 100 }, (_, index) =>
    signIn(`wrong ${index}`, 'ada@test', addressOf(index)),
  )
  const settled = Promise.allSettled(all)
  const own = signIn('correct horse', 'ada@test', '192.0.2.250').then(
    () => true,
    () => false,
  )
  await clock.passUntil(Promise.all([settled, own]))
  expect(runningMost()).toBe(limits.passwordHashesAtOnce)
  const ids = (await settled).map((end) => (end as PromiseRejectedResult).reason.id)
  const refused = ids.filter((id) => id === 'accession.access.too_many_sign_ins').length
  return { heard: 100 - refused, isOwnHeard: await own }
}

describe('many wrong passwords at once', () => {
  const { passwordHashesAtOnce, passwordHashesWaitingMax } = limits

  it('are hashed few at once, and few more may wait', async () => {
    const { heard } = await refusedOf((index) => `192.0.2.${index}`)
    expect(heard).toBe(passwordHashesAtOnce + passwordHashesWaitingMax)
  })

  it('leave room for the right one, where they come from one address', async () => {
    const { heard, isOwnHeard } = await refusedOf(() => address)
    expect(heard).toBe(passwordHashesAtOnce + passwordHashesWaitingMax / 4)
    expect(isOwnHeard).toBe(true)
  })
})
