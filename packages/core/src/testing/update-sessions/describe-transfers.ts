import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Caller } from '../../access/caller.ts'
import { limits } from '../../limits.ts'
import { insert } from '../../ports/changes.ts'
import { sampleRow } from '../store/sample-rows.ts'
import { heldSending, sending } from './bytes.ts'
import type { HeldSending } from './bytes.ts'
import { expectNoOrphan } from './look.ts'
import { openPlace, outcomeOf } from './place.ts'
import type { SessionPlace, SessionSuite } from './place.ts'
import { until } from './until.ts'

/** The outcome of what comes to an end by itself; throws where it does not. */
const settling = (outcome: Promise<unknown>) => async (): Promise<unknown> => {
  let isSettled = false
  void outcome.finally(() => (isSettled = true))
  await until(() => isSettled)
  return outcome
}

/** Uploads that take their time, break off, meet each other or the end of their session. */
export const describeTransfers = (suite: SessionSuite): void => {
  describe('transfers', () => {
    let place: SessionPlace
    let caller: Caller
    let session: string
    let uri: string
    const running: HeldSending[] = []

    const open = async (settings?: SessionPlace['world']['settings']): Promise<void> => {
      place = await openPlace(suite, settings && { settings })
      caller = await place.addCaller()
      const { id: item } = await place.addItem((await place.addLibrary()).id)
      const create_spec = { library_item_id: item }
      session = await place.call(caller, 'updateSession.create', { create_spec })
      uri = await add()
    }
    const add = async (): Promise<string> => {
      const file_spec = { name: 'disk', source_type: 'PUSH' } as const
      const input = { update_session_id: session, file_spec }
      const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
      return upload_endpoint?.uri ?? ''
    }
    const file = () =>
      place.call(caller, 'updateSessionFile.get', { update_session_id: session, file_name: 'disk' })
    const end = (how: 'cancel' | 'complete' | 'delete') =>
      place.call(caller, `updateSession.${how}`, { update_session_id: session })
    const state = async () =>
      (await place.call(caller, 'updateSession.get', { update_session_id: session })).state

    /** Begins an upload, and waits until its first bytes are under way. */
    const begin = async (text: string) => {
      const held = heldSending()
      running.push(held)
      const before = place.world.transfers.count
      const outcome = outcomeOf(place.upload(uri, held))
      await until(() => place.world.transfers.count === before + 1)
      held.send(text)
      return { held, outcome: settling(outcome) }
    }
    /** Lets seconds pass while bytes come in each of them. */
    const goOn = async (held: HeldSending, seconds: number, bytesASecond: number) => {
      for (let second = 0; second < seconds; second++) {
        held.send('x'.repeat(bytesASecond))
        await pass(1)
      }
    }
    /** Lets seconds pass in steps as small as what an upload does by the clock. */
    const pass = async (seconds: number) => {
      const stepMs = Math.min(1_000, place.world.settings.sessionTimeoutMs / 4)
      for (let passed = 0; passed < seconds * 1_000; passed += stepMs) {
        await place.clock.advance(stepMs)
        await place.settled()
      }
    }
    /** Does something as another process would, which does not know the transfers of this one. */
    const elsewhere = async (act: () => Promise<unknown>): Promise<void> => {
      const { transfers } = place.world
      const stop = transfers.stop.bind(transfers)
      transfers.stop = () => undefined
      await act()
      transfers.stop = stop
    }

    beforeEach(() => open())
    afterEach(async () => {
      for (const held of running.splice(0)) held.end()
      await place.comeToRest()
      await expectNoOrphan(place.world, 'at rest')
      await place[Symbol.asyncDispose]()
    })

    it('show how far they are', async () => {
      const { held, outcome } = await begin('abc')
      await place.settled()
      await place.clock.advance(limits.transferProgressMs)
      await until(async () => (await file()).bytes_transferred === 3)
      expect(await file()).toMatchObject({ status: 'TRANSFERRING', bytes_transferred: 3 })
      held.send('de')
      held.end()
      expect(await outcome()).toEqual({ result: undefined })
      expect(await file()).toMatchObject({ status: 'READY', size: 5, bytes_transferred: 5 })
    })

    it('keep complete waiting, which names their file', async () => {
      await begin('abc')
      expect(await outcomeOf(end('complete'))).toMatchObject({
        id: 'accession.update_session.files_not_ready',
        args: ['complete', 'disk (TRANSFERRING)'],
      })
      expect(await state()).toBe('ACTIVE')
    })

    it.each(['cancel', 'fail', 'remove', 'add'] as const)('are cut by %s', async (how) => {
      const { outcome } = await begin('abc')
      const given = { update_session_id: session }
      if (how === 'cancel') await end('cancel')
      else if (how === 'add') await add()
      else if (how === 'remove')
        await place.call(caller, 'updateSessionFile.remove', { ...given, file_name: 'disk' })
      else await place.call(caller, 'updateSession.fail', { ...given, client_error_message: 'no' })
      expect(await outcome()).toMatchObject({ id: 'accession.transfer.not_wanted' })
      expect(place.world.transfers.count).toBe(0)
    })

    it('are cut by what another process decided, within a second', async () => {
      const { outcome } = await begin('abc')
      await elsewhere(() => end('cancel'))
      await place.settled()
      await place.clock.advance(limits.transferProgressMs)
      expect(await outcome()).toMatchObject({ id: 'accession.transfer.not_wanted' })
    })

    it('go on while delete refuses their ACTIVE session', async () => {
      const { held, outcome } = await begin('abc')
      expect(await outcomeOf(end('delete'))).toMatchObject({
        type: 'NOT_ALLOWED_IN_CURRENT_STATE',
        id: 'accession.update_session.active',
        args: [session],
      })
      held.end()
      expect(await outcome()).toEqual({ result: undefined })
      expect(await state()).toBe('ACTIVE')
    })

    it('are superseded by the next one of the same file', async () => {
      const first = await begin('first')
      await place.upload(uri, sending('second'))
      expect(await first.outcome()).toMatchObject({ id: 'accession.transfer.superseded' })
      expect(await file()).toMatchObject({ status: 'READY', size: 6 })
    })

    it('are cut when no byte comes, and their file waits again', async () => {
      const { held, outcome } = await begin('')
      await place.settled()
      await goOn(held, 1, 1_000_000)
      await pass(limits.transferIdleMs / 1_000)
      expect(await outcome()).toMatchObject({ id: 'accession.transfer.too_slow' })
      expect(await file()).toMatchObject({ status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 })
    })

    it('are cut when they crawl', async () => {
      const { held, outcome } = await begin('')
      await place.settled()
      await goOn(held, limits.transferIdleMs / 1000 + 1, limits.transferRateMin - 100)
      expect(await outcome()).toMatchObject({ type: 'TIMED_OUT' })
    })

    it('keep their session and the token that opened it alive', async () => {
      const token = sampleRow('token', {
        userId: caller.user.id,
        expiresAt: place.clock.now() + limits.tokenIdleMs,
      })
      const [row] = await place.world.store.find('updateSession', {
        where: { id: session },
        limit: 1,
      })
      if (!row) throw new Error('The session is gone')
      const { id: itemId } = await place.addItem(row.libraryId)
      const own = sampleRow('updateSession', {
        itemId,
        libraryId: row.libraryId,
        userId: caller.user.id,
        tokenId: token.id,
        expiresAt: place.clock.now() + place.world.settings.sessionTimeoutMs,
      })
      await place.apply(insert('token', token), insert('updateSession', own))
      session = own.id
      uri = await add()
      const { held, outcome } = await begin('')
      await place.settled()
      const beganAt = place.clock.now()
      for (let minutes = 0; minutes < 80; minutes++) {
        held.send('x'.repeat(limits.transferRateMin * 60))
        await place.settled()
        place.clock.jump(60_000)
        await place.settled()
        await place.sweepAll()
      }
      expect(place.clock.now() - beganAt).toBeGreaterThan(limits.tokenIdleMs)
      expect(await state()).toBe('ACTIVE')
      const [alive] = await place.world.store.find('token', { where: { id: token.id }, limit: 1 })
      expect(alive?.expiresAt).toBeGreaterThan(place.clock.now())
      held.end()
      expect(await outcome()).toEqual({ result: undefined })
      await end('complete')
    })

    it('keep a session alive that expires within two seconds', async () => {
      await place[Symbol.asyncDispose]()
      await open({ sessionTimeoutMs: 1_000, sessionRetentionMs: 3_600_000 })
      const { held, outcome } = await begin('')
      await place.settled()
      await goOn(held, 5, limits.transferRateMin)
      expect(await state()).toBe('ACTIVE')
      held.end()
      expect(await outcome()).toEqual({ result: undefined })
    })

    it('do not bring a session back that has expired', async () => {
      const { outcome } = await begin('x'.repeat(limits.transferRateMin * 400))
      await place.settled()
      const { sessionTimeoutMs } = place.world.settings
      place.clock.jump(sessionTimeoutMs)
      expect(await state()).toBe('ERROR')
      await place.clock.advance(limits.transferProgressMs)
      await place.settled()
      expect(await state()).toBe('ERROR')
      expect(await outcome()).toMatchObject({ id: 'accession.transfer.not_wanted' })
    })
  })
}
