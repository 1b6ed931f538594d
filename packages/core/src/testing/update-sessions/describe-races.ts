import { describe, expect, it } from 'vitest'

import { scale } from '../scale.ts'
import { sending } from './bytes.ts'
import { tardy } from './disguises.ts'
import { expectNoOrphan, lookAtItem } from './look.ts'
import { meet } from './meet.ts'
import { openPlace, outcomeOf } from './place.ts'
import type { SessionPlace, SessionSuite } from './place.ts'
import { createRandom } from './random.ts'

const timeoutMs = scale(60_000, 1_200_000)

/** The errors that the losers of a race may hear, by what they tried. */
const losses: Readonly<Record<string, readonly string[]>> = {
  complete: [
    'accession.update_session.not_active',
    'accession.update_session.files_not_ready',
    'accession.update_session.not_found',
  ],
  cancel: ['accession.update_session.not_active', 'accession.update_session.not_found'],
  fail: ['accession.update_session.not_active', 'accession.update_session.not_found'],
  delete: ['accession.update_session.active', 'accession.update_session.not_found'],
  upload: [
    'accession.transfer.not_wanted',
    'accession.transfer.superseded',
    'accession.transfer.already_received',
  ],
}

const prepare = async (place: SessionPlace) => {
  const caller = await place.addCaller()
  const library = await place.addLibrary()
  const { id: item } = await place.addItem(library.id)
  await place.addItemFile(item, 'a', 'old')
  const session = await place.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  const add = async (name: string): Promise<string> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const input = { update_session_id: session, file_spec }
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
    return upload_endpoint?.uri ?? ''
  }
  await place.upload(await add('a'), sending('new a'))
  return { caller, item, session, uri: await add('b') }
}

const endsOfSession = async (suite: SessionSuite, seed: number): Promise<string> => {
  const random = createRandom(seed)
  await using place = await openPlace(suite, {}, tardy(random))
  const { caller, item, session, uri } = await prepare(place)
  const before = await lookAtItem(place.world, item)
  const given = { update_session_id: session }
  if (random.below(2) === 0) await place.upload(uri, sending('new b'))
  const expires = random.below(2) === 0
  const ended = await meet(random, {
    complete: () => place.call(caller, 'updateSession.complete', given),
    cancel: () => place.call(caller, 'updateSession.cancel', given),
    fail: () =>
      place.call(caller, 'updateSession.fail', { ...given, client_error_message: 'No more' }),
    delete: () => place.call(caller, 'updateSession.delete', given),
    upload: () => place.upload(uri, sending('new', ' b')),
    ...(expires && {
      expiry: async () => {
        await place.clock.advance(place.world.settings.sessionTimeoutMs)
        await place.sweepAll()
      },
    }),
  })
  const why = `seed ${seed}: ${JSON.stringify(Object.fromEntries(ended))}`
  for (const [name, { id }] of ended) {
    if (id !== undefined) expect(losses[name], why).toContain(id)
  }
  const won = ['complete', 'cancel', 'fail'].filter((name) => ended.get(name)?.['id'] === undefined)
  const expired = place.logged.filter(({ event }) => event === 'update_session.expire')
  const isDeleted = ended.get('delete')?.['id'] === undefined
  const wins = won.length + expired.length
  if (expires && isDeleted) expect(wins, why).toBeLessThanOrEqual(1)
  else expect(wins, why).toBe(1)

  const seen = await outcomeOf(place.call(caller, 'updateSession.get', given))
  const state = { complete: 'DONE', cancel: 'CANCELED', fail: 'ERROR' }[won[0] ?? ''] ?? 'ERROR'
  if (isDeleted) expect(seen, why).toMatchObject({ id: 'accession.update_session.not_found' })
  else expect(seen, why).toMatchObject({ result: { state } })

  const after = await lookAtItem(place.world, item)
  if (won[0] === 'complete') {
    expect(after?.files, why).toEqual([
      { name: 'a', version: 2, content: 'new a' },
      { name: 'b', version: 2, content: 'new b' },
    ])
  } else expect(after, why).toEqual(before)
  await place.comeToRest()
  expect(await lookAtItem(place.world, item), why).toEqual(after)
  await expectNoOrphan(place.world, why)
  return won[0] ?? 'expiry'
}

const uploadsOfFile = async (suite: SessionSuite, seed: number): Promise<void> => {
  const random = createRandom(seed)
  await using place = await openPlace(suite, {}, tardy(random))
  const { caller, item, session, uri } = await prepare(place)
  const contents = ['first', 'second', 'third']
  const ended = await meet(
    random,
    Object.fromEntries(contents.map((text) => [text, () => place.upload(uri, sending(text))])),
  )
  const why = `seed ${seed}: ${JSON.stringify(Object.fromEntries(ended))}`
  const received = contents.filter((text) => ended.get(text)?.['id'] === undefined)
  expect(received, why).toHaveLength(1)
  await place.call(caller, 'updateSession.complete', { update_session_id: session })
  const seen = await lookAtItem(place.world, item)
  expect(seen?.files.find(({ name }) => name === 'b')?.content, why).toBe(received[0])
  await place.comeToRest()
  await expectNoOrphan(place.world, why)
}

const createsOfItem = async (suite: SessionSuite, seed: number): Promise<void> => {
  const random = createRandom(seed)
  await using place = await openPlace(suite, {}, tardy(random))
  const { caller, item, session } = await prepare(place)
  await place.clock.advance(place.world.settings.sessionTimeoutMs)
  const create = () =>
    place.call(caller, 'updateSession.create', { create_spec: { library_item_id: item } })
  const ended = await meet(random, {
    one: create,
    two: create,
    three: create,
    expiry: () => place.sweepAll(),
    delete: () => place.call(caller, 'updateSession.delete', { update_session_id: session }),
  })
  const why = `seed ${seed}: ${JSON.stringify(Object.fromEntries(ended))}`
  const creates = ['one', 'two', 'three'].map((name) => ended.get(name))
  expect(
    creates.filter((outcome) => outcome?.['id'] === undefined),
    why,
  ).toHaveLength(1)
  for (const outcome of creates) {
    if (outcome?.['id'] !== undefined) expect(outcome['type'], why).toBe('RESOURCE_BUSY')
  }
  expect(ended.get('delete')?.['id'], why).toBeUndefined()
  await place.comeToRest()
  await expectNoOrphan(place.world, why)
}

/** What ends a session, and what would change it at the same time, meet at every point. */
export const describeSessionRaces = (suite: SessionSuite): void => {
  describe('races', () => {
    it(
      'end a session in exactly one way',
      async () => {
        const winners = new Map<string, number>()
        // Which end is the luckiest depends on the machine: rounds go on until each has won one.
        const rounds = scale(30, 1500)
        const isOver = (seed: number) => seed > rounds && (winners.size === 4 || seed > rounds * 20)
        for (let seed = 1; !isOver(seed); seed++) {
          const winner = await endsOfSession(suite, seed)
          winners.set(winner, (winners.get(winner) ?? 0) + 1)
        }
        expect([...winners.keys()].toSorted()).toEqual(['cancel', 'complete', 'expiry', 'fail'])
      },
      timeoutMs,
    )

    it(
      'leave a file with the bytes of the one upload that was told so',
      async () => {
        for (let seed = 1; seed <= scale(15, 600); seed++) await uploadsOfFile(suite, seed)
      },
      timeoutMs,
    )

    it(
      'let one session follow an expired one',
      async () => {
        for (let seed = 1; seed <= scale(10, 300); seed++) await createsOfItem(suite, seed)
      },
      timeoutMs,
    )
  })
}
