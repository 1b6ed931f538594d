import { describe, expect, it } from 'vitest'
import { requireKnownPlaces } from '../../blob-places/require-known-places.ts'
import { limits } from '../../limits.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { held } from '../tasks/held.ts'
import { mortal } from '../tasks/counting.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { heldSending, sending } from '../update-sessions/bytes.ts'
import { inProcess, outcomeOf } from '../update-sessions/place.ts'
import { until } from '../update-sessions/until.ts'
import { countIn, openMovePlace } from './move-place.ts'
import type { BlobDisguise, MovePlace } from './move-place.ts'

/** The archive, whose writes wait before they answer. */
const waitingAfterWrites =
  (wait: () => Promise<void>): BlobDisguise =>
  (blobs, place): BlobStore =>
    place === 'main'
      ? blobs
      : {
          ...blobs,
          async write(id, bytes, options) {
            await blobs.write(id, bytes, options)
            await wait()
          },
        }

/** What the lines of an audited event tell. */
const auditOf = ({ logged }: MovePlace, event: string) =>
  logged
    .filter((line) => line.level === 'audit' && line.event === event)
    .map(({ fields }) => fields)

const backing = [{ type: 'DATASTORE', datastore_id: 'archive' }] as const

/** How a library moves, and what may happen meanwhile. */
export const describeMoves = (open: OpenTaskStore): void => {
  describe('a library that moves', () => {
    it('is all in the other place when the call answers, and frees the bytes where it was', async () => {
      await using place = await openMovePlace(open)
      const { caller, clock, main, archive } = place
      const library_id = await place.newLibrary()
      const one = await place.newItem(library_id, { a: 'first', b: 'second' })
      const two = await place.newItem(library_id, { c: '' })
      const before = [await place.read(one), await place.read(two)]
      const answered = place.migrate(library_id)
      await until(async () => (await place.libraryOf(library_id)).place === 'archive')
      await place.carryOn()
      expect(await clock.passUntil(answered)).toEqual({ result: undefined })
      expect([await place.read(one), await place.read(two)]).toEqual(before)
      await place.sweepAll()
      expect(await countIn(archive)).toBe(3)
      expect(await countIn(main), 'for those who still read there').toBe(3)
      expect(await place.call(caller, 'library.get', { library_id })).toMatchObject({
        storage_backings: backing,
      })
      const filter_spec = { targets: [{ type: 'com.vmware.content.Library', id: library_id }] }
      const tasks = Object.values(await place.call(caller, 'task.list', { filter_spec }))
      const { id: task } = await place.moveOf(library_id)
      expect(tasks).toMatchObject([
        {
          service: 'com.vmware.content.library',
          operation: 'migrate',
          status: 'SUCCEEDED',
          progress: { completed: 11, total: 11 },
          result: { files: 3, bytes: 11 },
        },
      ])
      await place.comeToRest()
      expect(await countIn(main)).toBe(0)
      expect([await place.read(one), await place.read(two)]).toEqual(before)
      expect(await place.migrate(library_id)).toMatchObject({ type: 'ALREADY_IN_DESIRED_STATE' })
      const user = caller.user.name
      expect(auditOf(place, 'library.migrate')).toEqual([{ library: library_id, task, user }])
      expect(auditOf(place, 'task.end')).toEqual([
        { task, kind: 'library_migrate', target: library_id, user, result: 'succeeded' },
      ])
    })

    it('takes new bytes there at once, and those of a session that goes on', async () => {
      await using place = await openMovePlace(open)
      const library = await place.newLibrary()
      const item = await place.newItem(library, { a: 'old' })
      const session = await place.begin(item)
      await place.send(await place.add(session, 'b'), 'received before')
      const answered = place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      await place.send(await place.add(session, 'c'), 'received after')
      expect(await countIn(place.archive)).toBe(1)
      await place.carryOn()
      await place.clock.passUntil(answered)
      expect(await place.moveOf(library)).toMatchObject({ status: 'SUCCEEDED' })
      await place.complete(session)
      await place.comeToRest()
      expect(await place.read(item)).toEqual({
        a: 'old',
        b: 'received before',
        c: 'received after',
      })
      expect(await countIn(place.main)).toBe(0)
    })

    it('waits for an upload that began before, and takes its bytes along', async () => {
      await using place = await openMovePlace(open)
      const library = await place.newLibrary()
      const item = await place.newItem(library, { a: 'old' })
      const session = await place.begin(item)
      const bytes = heldSending()
      const uploading = place.upload(await place.add(session, 'b'), bytes)
      await until(() => place.world.transfers.count === 1)
      const answered = place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      await place.carryOn()
      expect(await place.moveOf(library)).toMatchObject({
        status: 'BLOCKED',
        progressMessage: { id: 'accession.task.library_waiting', args: ['1'] },
      })
      bytes.send('late')
      bytes.end()
      await uploading
      place.clock.jump(limits.moveLooksAgainMs)
      await place.carryOn()
      expect(await place.clock.passUntil(answered)).toEqual({ result: undefined })
      await place.complete(session)
      await place.comeToRest()
      expect(await place.read(item)).toEqual({ a: 'old', b: 'late' })
      expect(await countIn(place.main)).toBe(0)
    })

    it('moves in maintenance too, as nothing in it changes by that', async () => {
      await using place = await openMovePlace(open)
      const library_id = await place.newLibrary()
      const item = await place.newItem(library_id, { a: 'first' })
      await place.call(place.caller, 'library.enter_maintenance', { library_id })
      const answered = place.migrate(library_id)
      await until(async () => (await place.libraryOf(library_id)).place === 'archive')
      await place.carryOn()
      expect(await place.clock.passUntil(answered)).toEqual({ result: undefined })
      await place.call(place.caller, 'library.exit_maintenance', { library_id })
      expect(await place.read(item)).toEqual({ a: 'first' })
    })

    it('need not move where it was created in the other place', async () => {
      await using place = await openMovePlace(open)
      const create_spec = { name: 'images', storage_backings: backing }
      const library = await place.call(place.caller, 'localLibrary.create', { create_spec })
      const item = await place.newItem(library, { a: 'first' })
      expect([await countIn(place.archive), await countIn(place.main)]).toEqual([1, 0])
      expect(await place.read(item)).toEqual({ a: 'first' })
      expect(await place.migrate(library)).toMatchObject({ type: 'ALREADY_IN_DESIRED_STATE' })
    })

    it('is told of by an upload that begins at the same moment', async () => {
      const meeting: { migrate?: () => Promise<unknown> } = {}
      await using place = await openMovePlace(
        open,
        (blobs) => blobs,
        (store) => ({
          ...store,
          async commit(changes) {
            const { migrate } = meeting
            const isUpload = changes.some(
              ({ kind, table }) => kind === 'insert' && table === 'blob',
            )
            if (migrate && isUpload) {
              delete meeting.migrate
              await migrate()
            }
            return store.commit(changes)
          },
        }),
      )
      const library = await place.newLibrary()
      const session = await place.begin(await place.newItem(library, { a: 'old' }))
      const uri = await place.add(session, 'b')
      meeting.migrate = async () => {
        void place.migrate(library)
        await until(async () => (await place.libraryOf(library)).place === 'archive')
      }
      await place.send(uri, 'new')
      expect(await countIn(place.archive)).toBe(1)
    })

    it('keeps bytes that a download session holds readable where they were', async () => {
      await using place = await openMovePlace(open)
      const { caller, clock } = place
      const library = await place.newLibrary()
      const library_item_id = await place.newItem(library, { a: 'held' })
      const create_spec = { library_item_id }
      const download_session_id = await place.call(caller, 'downloadSession.create', {
        create_spec,
      })
      const answered = place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      await place.carryOn()
      await clock.passUntil(answered)
      await clock.advance(limits.movedBytesKeptMs)
      expect(await countIn(place.main)).toBe(1)
      await place.call(caller, 'downloadSession.delete', { download_session_id })
      await place.comeToRest()
      expect(await countIn(place.main)).toBe(0)
    })
  })

  describe('a move', () => {
    it('of a node that died between copy and commit goes on, and leaves no copy behind', async () => {
      const life: { die?: () => void } = {}
      await using place = await openMovePlace(
        open,
        waitingAfterWrites(async () => life.die?.()),
      )
      const library = await place.newLibrary()
      const item = await place.newItem(library, { a: 'first', b: 'second' })
      void place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      const { node, die } = mortal(place.world)
      life.die = die
      await place.carryOn(node).catch(() => undefined)
      delete life.die
      expect(await countIn(place.archive)).toBeGreaterThan(0)
      expect(await place.moveOf(library)).toMatchObject({ status: 'RUNNING' })
      await place.clock.advance(limits.taskLeaseMs)
      await place.carryOn()
      expect(await place.moveOf(library)).toMatchObject({ status: 'SUCCEEDED' })
      await place.comeToRest()
      expect(await place.read(item)).toEqual({ a: 'first', b: 'second' })
      expect([await countIn(place.archive), await countIn(place.main)]).toEqual([2, 0])
    })

    it('of a library that is deleted in the middle of it ends, and leaves nothing', async () => {
      const hold = held()
      await using place = await openMovePlace(open, waitingAfterWrites(hold.wait))
      const library_id = await place.newLibrary()
      await place.newItem(library_id, { a: 'first', b: 'second' })
      const answered = place.migrate(library_id)
      await until(async () => (await place.libraryOf(library_id)).place === 'archive')
      const moving = place.carryOn()
      await until(hold.hasBegun)
      await place.call(place.caller, 'localLibrary.delete', { library_id })
      hold.release()
      await moving
      expect(await place.clock.passUntil(answered)).toMatchObject({ type: 'NOT_FOUND' })
      await place.comeToRest()
      expect([await countIn(place.archive), await countIn(place.main)]).toEqual([0, 0])
    })

    it('takes along what a session completes in the middle of it', async () => {
      const hold = held()
      await using place = await openMovePlace(open, waitingAfterWrites(hold.wait))
      const library = await place.newLibrary()
      const item = await place.newItem(library, { a: 'old', b: 'kept' })
      const session = await place.begin(item)
      await place.send(await place.add(session, 'a'), 'new')
      const answered = place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      const moving = place.carryOn()
      await until(hold.hasBegun)
      await place.complete(session)
      expect(await place.read(item)).toEqual({ a: 'new', b: 'kept' })
      hold.release()
      await moving
      place.clock.jump(limits.moveLooksAgainMs)
      await place.carryOn()
      expect(await place.clock.passUntil(answered)).toEqual({ result: undefined })
      await place.comeToRest()
      expect(await place.read(item)).toEqual({ a: 'new', b: 'kept' })
      expect([await countIn(place.archive), await countIn(place.main)]).toEqual([2, 0])
    })

    it('that is cancelled stops, and can be made up for in either direction', async () => {
      const hold = held()
      await using place = await openMovePlace(open, waitingAfterWrites(hold.wait))
      const library = await place.newLibrary()
      const first = await place.newItem(library, { a: 'first' })
      const second = await place.newItem(library, { b: 'second' })
      const answered = place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      const moving = place.carryOn()
      await until(hold.hasBegun)
      expect(await place.migrate(library, 'default')).toMatchObject({
        type: 'NOT_ALLOWED_IN_CURRENT_STATE',
        id: 'accession.library.migrating',
      })
      const { id: task } = await place.moveOf(library)
      await place.call(place.caller, 'task.cancel', { task })
      hold.release()
      await moving
      expect(await place.clock.passUntil(answered)).toMatchObject({
        type: 'ERROR',
        id: 'accession.task.canceled',
      })
      const user = place.caller.user.name
      expect(auditOf(place, 'task.cancel')).toEqual([{ task, user }])
      expect(auditOf(place, 'task.end')).toMatchObject([{ task, user, result: 'canceled' }])
      expect(await place.libraryOf(library)).toMatchObject({ place: null, isScattered: true })
      const back = place.migrate(library, 'default')
      await until(async () => (await place.moveOf(library)).id !== task)
      await place.carryOn()
      expect(await place.clock.passUntil(back)).toEqual({ result: undefined })
      await place.comeToRest()
      expect([await place.read(first), await place.read(second)]).toEqual([
        { a: 'first' },
        { b: 'second' },
      ])
      expect([await countIn(place.archive), await countIn(place.main)]).toEqual([0, 2])
    })

    it('of a library is not joined by a node that does not know the place', async () => {
      await using place = await openMovePlace(open)
      const library = await place.newLibrary()
      const session = await place.begin(await place.newItem(library, { a: 'old' }))
      const uri = await place.add(session, 'b')
      void place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      const { namedBlobs: _, ...forgetful } = { ...place.world, blobs: place.main }
      await expect(requireKnownPlaces(forgetful)).rejects.toMatchObject({ args: ['archive'] })
      await expect(inProcess(forgetful).upload(uri, sending('new'))).rejects.toMatchObject({
        id: 'accession.blob.place_unknown',
      })
      expect(await countIn(place.main)).toBe(1)
      await place.call(place.caller, 'task.cancel', { task: (await place.moveOf(library)).id })
      await expect(requireKnownPlaces(forgetful)).rejects.toMatchObject({
        id: 'accession.blob.places_forgotten',
      })
      await requireKnownPlaces(place.world)
    })

    it('meets bytes that were changed, and says whose', async () => {
      await using place = await openMovePlace(open)
      const library = await place.newLibrary()
      await place.newItem(library, { a: 'right' })
      const [blob] = await place.world.store.find('blob', {
        where: { id: { moreThan: '' } },
        limit: 1,
      })
      await place.main.delete([blob?.id ?? ''])
      const answered = place.migrate(library)
      await until(async () => (await place.libraryOf(library)).place === 'archive')
      await place.carryOn()
      expect(await place.clock.passUntil(answered)).toMatchObject({
        type: 'ERROR',
        id: 'accession.library.file_damaged',
        args: ['a', expect.any(String), expect.any(String)],
      })
      expect(await place.libraryOf(library)).toMatchObject({ place: null, isScattered: true })
    })

    it('is refused to whom may not, and where no such place is known', async () => {
      await using place = await openMovePlace(open)
      const library_id = await place.newLibrary()
      expect(await place.migrate(library_id, 'elsewhere')).toMatchObject({
        type: 'INVALID_ARGUMENT',
        id: 'accession.library.place_unknown',
        args: ['default, archive'],
      })
      expect(await place.migrate(library_id, 'default')).toMatchObject({
        type: 'ALREADY_IN_DESIRED_STATE',
      })
      const editor = await place.addCaller([{ role: 'editor', libraryId: null }])
      const migrate_spec = { storage_backings: [{ type: 'OTHER', storage_uri: 'a' }] } as const
      const input = { library_id, migrate_spec }
      expect(await outcomeOf(place.call(editor, 'library.migrate', input))).toMatchObject({
        type: 'UNAUTHORIZED',
      })
      expect(await outcomeOf(place.call(place.caller, 'library.migrate', input))).toMatchObject({
        id: 'accession.library.place_unknown',
      })
      expect(await place.migrate('nobody’s')).toMatchObject({ type: 'NOT_FOUND' })
    })

    it('shows a place as a datastore, also where its type was left out', async () => {
      await using place = await openMovePlace(open)
      const library_id = await place.newLibrary()
      const storage_backings = [{ datastore_id: 'archive' }]
      const input = { library_id, migrate_spec: { storage_backings } }
      const answered = place.call(place.caller, 'library.migrate', input)
      await until(async () => (await place.libraryOf(library_id)).place === 'archive')
      await place.carryOn()
      await place.clock.passUntil(answered)
      const shown = await place.call(place.caller, 'library.get', { library_id })
      expect(shown.storage_backings).toEqual([{ type: 'DATASTORE', datastore_id: 'archive' }])
    })
  })
}
