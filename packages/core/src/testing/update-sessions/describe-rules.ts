import { describe, expect, it } from 'vitest'

import type { Caller } from '../../access/caller.ts'
import { wireTime } from '../../names/wire-time.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { unknown, useSession } from './use-session.ts'

const clientToken = '0f8fad5b-d9cb-469f-a165-70867728950e'

/** The rules of update sessions, one by one. */
export const describeRules = (suite: SessionSuite): void => {
  describe('rules', () => {
    const at = useSession(suite)

    const end = (state: string): Promise<unknown> => {
      if (state === 'DONE') return at.act('complete')
      if (state === 'CANCELED') return at.act('cancel')
      return state === 'ERROR' ? at.fail() : at.expire()
    }

    describe('create', () => {
      it('remembers the content version and begins ACTIVE, at progress 0', async () => {
        const { sessionTimeoutMs } = at.place.world.settings
        expect(await at.get()).toEqual({
          id: at.session,
          library_item_id: at.item,
          library_item_content_version: '1',
          state: 'ACTIVE',
          client_progress: 0,
          expiration_time: wireTime(at.place.clock.now() + sessionTimeoutMs),
          preview_info: { state: 'NOT_APPLICABLE' },
        })
      })

      it('refuses a second one, naming the first, its user and its expiry', async () => {
        const { expiration_time } = await at.get()
        expect(await outcomeOf(at.create())).toEqual({
          type: 'RESOURCE_BUSY',
          id: 'accession.update_session.item_busy',
          args: [at.item, at.session, at.caller.user.name, expiration_time],
        })
      })

      it('follows one that has expired, swept or not', async () => {
        await at.expire()
        const second = await at.create()
        expect(await at.get()).toMatchObject({ state: 'ERROR' })
        expect(second).not.toBe(at.session)
      })

      it('refuses unknown items, those of subscribed libraries, and who may not', async () => {
        const of = (library_item_id: string, as = at.caller) =>
          outcomeOf(at.place.call(as, 'updateSession.create', { create_spec: { library_item_id } }))
        expect(await of(unknown)).toMatchObject({ type: 'NOT_FOUND' })
        expect(await of('no id')).toMatchObject({ type: 'NOT_FOUND' })
        const subscribed = await at.place.addLibrary({ type: 'SUBSCRIBED' })
        const { id } = await at.place.addItem(subscribed.id)
        expect(await of(id)).toMatchObject({ type: 'INVALID_ELEMENT_TYPE' })
        const viewer = await at.place.addCaller([{ role: 'viewer', libraryId: null }])
        expect(await of(at.item, viewer)).toMatchObject({ type: 'UNAUTHORIZED' })
      })

      it('answers the same token alike, also when the at.session has ended', async () => {
        await at.act('cancel')
        const client_token = clientToken
        const first = await at.create(at.caller, { client_token })
        expect(await at.create(at.caller, { client_token })).toBe(first)
        await at.place.call(at.caller, 'updateSession.cancel', { update_session_id: first })
        expect(await at.create(at.caller, { client_token: client_token.toUpperCase() })).toBe(first)
        const other = await at.place.addItem(at.library)
        const create_spec = { library_item_id: other.id }
        expect(
          await outcomeOf(
            at.place.call(at.caller, 'updateSession.create', { client_token, create_spec }),
          ),
        ).toMatchObject({ id: 'accession.argument.client_token_reused' })
        const second = await at.place.addCaller()
        expect(await at.create(second, { client_token })).not.toBe(first)
      })

      it('refuses a token that is no UUID', async () => {
        expect(await outcomeOf(at.create(at.caller, { client_token: 'mine' }))).toMatchObject({
          type: 'INVALID_ARGUMENT',
        })
      })

      it('lets exactly one of many begin', async () => {
        await at.act('cancel')
        const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(at.create())))
        const busy = outcomes.filter((outcome) => Object.hasOwn(outcome as object, 'type'))
        expect(busy).toHaveLength(7)
        for (const outcome of busy) expect(outcome).toMatchObject({ type: 'RESOURCE_BUSY' })
      })
    })

    describe('in every state', () => {
      it.each(['DONE', 'CANCELED', 'ERROR', 'expired'])('%s: what is refused', async (state) => {
        await end(state)
        const name = state === 'expired' ? 'ERROR' : state
        expect(await at.get()).toMatchObject({ state: name })
        const refusals = {
          complete: () => at.act('complete'),
          cancel: () => at.act('cancel'),
          fail: () => at.fail(),
          keep_alive: () => at.place.call(at.caller, 'updateSession.keep_alive', at.given()),
          update: () =>
            at.place.call(at.caller, 'updateSession.update', {
              ...at.given(),
              update_spec: {},
            }),
          add: () => at.add(),
          remove: () => at.remove('a'),
          validate: () => at.validate(),
        }
        for (const [operation, refusal] of Object.entries(refusals)) {
          expect(await outcomeOf(refusal()), operation).toMatchObject({
            type: 'NOT_ALLOWED_IN_CURRENT_STATE',
            id: 'accession.update_session.not_active',
            args: [operation, name, expect.any(String)],
          })
        }
        expect(await at.files()).toMatchObject([
          { name: 'a', source_type: 'NONE', status: 'READY' },
        ])
        expect(await outcomeOf(at.act('delete'))).toEqual({ result: undefined })
        expect(await outcomeOf(at.act('delete'))).toMatchObject({ type: 'NOT_FOUND' })
        expect(await outcomeOf(at.get())).toMatchObject({ type: 'NOT_FOUND' })
      })

      it('delete refuses an ACTIVE one, which changes nothing', async () => {
        await at.add()
        expect(await outcomeOf(at.act('delete'))).toMatchObject({
          type: 'NOT_ALLOWED_IN_CURRENT_STATE',
          id: 'accession.update_session.active',
          args: [at.session],
        })
        expect(await at.get()).toMatchObject({ state: 'ACTIVE' })
        expect(await at.file()).toMatchObject({ status: 'WAITING_FOR_TRANSFER' })
      })

      it('is another user refused without the privilege, and served with it', async () => {
        const viewer = await at.place.addCaller([{ role: 'viewer', libraryId: null }])
        const elsewhere = await at.place.addCaller([{ role: 'editor', libraryId: unknown }])
        const editor = await at.place.addCaller([{ role: 'editor', libraryId: at.library }])
        for (const how of ['get', 'cancel', 'complete', 'delete'] as const) {
          for (const as of [viewer, elsewhere])
            expect(await outcomeOf(at.act(how, as)), how).toMatchObject({ type: 'UNAUTHORIZED' })
        }
        await at.act('cancel', editor)
        expect(await outcomeOf(at.act('delete', viewer))).toMatchObject({ type: 'UNAUTHORIZED' })
        await at.act('delete', editor)
      })

      it('fail keeps the reason, which reaches who completes', async () => {
        await at.fail('The disk\tis broken')
        expect(await at.get()).toMatchObject({
          state: 'ERROR',
          error_message: { args: ['The disk\tis broken'] },
        })
        expect(await outcomeOf(at.act('complete'))).toMatchObject({
          args: ['complete', 'ERROR', 'The disk\tis broken'],
        })
      })

      it('shows its files by the state that counts, before anybody has ended it', async () => {
        await at.send('new')
        await at.add({ name: 'b', size: 3 })
        await at.expire()
        const gone = { status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 }
        const shown = [
          { name: 'a', status: 'READY' },
          { ...gone, name: 'b', size: 3 },
          { ...gone, name: 'disk' },
        ]
        expect(await at.files()).toMatchObject(shown)
        expect(await at.file()).toMatchObject(gone)
        await at.place.sweepAll()
        expect(await at.files()).toMatchObject(shown)
        expect(await at.get()).toMatchObject({ state: 'ERROR' })
      })

      it('is forgotten a while after its end', async () => {
        await at.expire()
        await at.place.sweepAll()
        await at.place.clock.advance(at.place.world.settings.sessionRetentionMs - 1)
        await at.place.sweepAll()
        expect(await at.get()).toMatchObject({ state: 'ERROR' })
        await at.place.clock.advance(1)
        await at.place.sweepAll()
        expect(await outcomeOf(at.get())).toMatchObject({ type: 'NOT_FOUND' })
      })
    })

    describe('list, keep_alive and update', () => {
      it('lists the sessions of the calling user', async () => {
        const other = await at.place.addCaller()
        const list = (as: Caller, input = {}) => at.place.call(as, 'updateSession.list', input)
        expect(await list(at.caller)).toEqual([at.session])
        expect(await list(other)).toEqual([])
        await at.act('cancel')
        const { id } = await at.place.addItem(at.library)
        expect(await list(at.caller, { library_item_id: at.item })).toEqual([at.session])
        expect(await list(at.caller, { library_item_id: id })).toEqual([])
        const input = { library_item_id: unknown }
        expect(await outcomeOf(list(at.caller, input))).toMatchObject({ type: 'NOT_FOUND' })
      })

      it('keeps progress that falls, or is none, as it was', async () => {
        const told: number[] = []
        for (const client_progress of [40, 20, -1, 101, 100, 0, undefined]) {
          await at.place.clock.advance(1000)
          const progress = client_progress === undefined ? {} : { client_progress }
          await at.place.call(at.caller, 'updateSession.keep_alive', { ...at.given(), ...progress })
          const seen = await at.get()
          told.push(seen.client_progress ?? -1)
          const { sessionTimeoutMs } = at.place.world.settings
          expect(seen.expiration_time).toBe(wireTime(at.place.clock.now() + sessionTimeoutMs))
        }
        expect(told).toEqual([40, 40, 40, 40, 100, 100, 100])
      })

      it('changes the warning behavior, and nothing else', async () => {
        const warning_behavior = [{ type: 'SELF_SIGNED_CERTIFICATE', ignored: true }] as const
        const update_spec = { warning_behavior, library_item_id: unknown, client_progress: 50 }
        await at.place.call(at.caller, 'updateSession.update', { ...at.given(), update_spec })
        const seen = { library_item_id: at.item, client_progress: 0, warning_behavior }
        expect(await at.get()).toMatchObject(seen)
      })
    })
  })
}
