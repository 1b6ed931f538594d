import { describe, expect, it } from 'vitest'

import type { Caller } from '../../access/caller.ts'
import { limits } from '../../limits.ts'
import { sweep } from '../../upkeep/sweep.ts'
import { packParcel } from '../parcel-archive.ts'
import { scale } from '../scale.ts'
import { checksumOf, sending } from './bytes.ts'
import { faulty } from './disguises.ts'
import type { Fault } from './disguises.ts'
import { expectNoOrphan, expectReferencesCounted, lookAtItem } from './look.ts'
import { openPlace } from './place.ts'
import type { SessionPlace, SessionSuite } from './place.ts'

const timeoutMs = scale(60_000, 300_000)

/** An item with two files, and a session that replaces one, brings one and waits for another. */
interface Stage {
  readonly place: SessionPlace
  readonly caller: Caller
  readonly library: string
  readonly item: string
  readonly session: string
  /** Where file c is awaited. */
  readonly uri: string
}

const setStage = async (place: SessionPlace): Promise<Stage> => {
  const caller = await place.addCaller()
  const library = await place.addLibrary()
  const { id: item } = await place.addItem(library.id)
  await place.addItemFile(item, 'a', 'old a')
  await place.addItemFile(item, 'z', 'old z')
  const create_spec = { library_item_id: item }
  const session = await place.call(caller, 'updateSession.create', { create_spec })
  const add = async (name: string): Promise<string> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const input = { update_session_id: session, file_spec }
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
    return upload_endpoint?.uri ?? ''
  }
  await place.upload(await add('a'), sending('new a'))
  await place.upload(await add('b'), sending('new b'))
  return { place, caller, library: library.id, item, session, uri: await add('c') }
}

/** An item of a type that looks into files: its disk is judged only once its sums have come. */
const setTypedStage = async (place: SessionPlace): Promise<Stage> => {
  const caller = await place.addCaller()
  const library = await place.addLibrary()
  const type = { itemType: 'parcel', itemTypeKey: 'parcel', typeMetadata: null }
  const { id: item } = await place.addItem(library.id, type)
  await place.addItemFile(item, 'old.list', 'a 3\n')
  await place.addItemFile(item, 'a', 'new')
  const create_spec = { library_item_id: item }
  const session = await place.call(caller, 'updateSession.create', { create_spec })
  const add = async (name: string): Promise<string> => {
    const input = { update_session_id: session, file_spec: { name, source_type: 'PUSH' } as const }
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
    return upload_endpoint?.uri ?? ''
  }
  await place.upload(await add('a'), sending('old'))
  const { checksum } = await checksumOf(place.world.hashing, 'old', 'SHA256')
  await place.upload(await add('old.sums'), sending(`a SHA256:${checksum}\n`))
  return { place, caller, library: library.id, item, session, uri: await add('old.list') }
}

/** An item of a type that has archives, and one that is awaited. */
const setArchiveStage = async (place: SessionPlace): Promise<Stage> => {
  const stage = await setTypedStage(place)
  const { caller, session } = stage
  const given = { update_session_id: session }
  for (const file_name of ['old.sums', 'old.list'])
    await place.call(caller, 'updateSessionFile.remove', { ...given, file_name })
  const file_spec = { name: 'new.parcels', source_type: 'PUSH' } as const
  const added = await place.call(caller, 'updateSessionFile.add', { ...given, file_spec })
  return { ...stage, uri: added.upload_endpoint?.uri ?? '' }
}

const parcel = packParcel({ 'new.list': 'b 3\n', b: 'abc' })

/** All that a caller can see: what must be as it was before, or as it is after, and nothing else. */
const lookAround = async ({ place, session }: Stage): Promise<unknown> => {
  const { world } = place
  const found = { where: { id: session }, limit: 1 }
  const [row] = await world.store.find('updateSession', found)
  const files = await world.store.find('updateSessionFile', {
    where: { sessionId: session },
    orderBy: 'name',
    limit: 100,
  })
  const items = await world.store.find('item', {
    where: { id: { moreThan: '' } },
    limit: 100,
  })
  const sessions = await world.store.ids('updateSession', {
    where: { id: { moreThan: '' } },
    limit: 100,
  })
  return {
    items: await Promise.all(
      items.map(async ({ id, name }) => [name, await lookAtItem(world, id)] as const),
    ),
    sessions: sessions.length,
    session: row && { state: row.state, error: row.errorMessage?.id, fileCount: row.fileCount },
    // Digests of what is stored may be made at any time: they change nothing.
    files: files.map(({ name, change, status, blobId, inspection }) => ({
      name,
      change,
      status,
      hasBytes: blobId !== null,
      inspection,
    })),
  }
}

/** What is tried: how the stage is made ready for it, and the call whose parts fail. */
interface Trial {
  /** @default plain files */
  readonly set?: typeof setStage
  readonly ready?: (stage: Stage) => Promise<unknown>
  readonly act: (stage: Stage) => Promise<unknown>
  /** Changed in more than one commit by design: only what comes of it at rest is compared. */
  readonly inSteps?: true
}

const removeAwaited = ({ place, caller, session }: Stage): Promise<unknown> =>
  place.call(caller, 'updateSessionFile.remove', { update_session_id: session, file_name: 'c' })

const cancel = ({ place, caller, session }: Stage): Promise<unknown> =>
  place.call(caller, 'updateSession.cancel', { update_session_id: session })

const letExpire = ({ place }: Stage): Promise<void> =>
  place.clock.advance(place.world.settings.sessionTimeoutMs)

const deleteItem = ({ place, caller, item }: Stage): Promise<unknown> =>
  place.call(caller, 'item.delete', { library_item_id: item })

const sweepOnce = ({ place }: Stage): Promise<unknown> => sweep(place.world)

const trials: Readonly<Record<string, Trial>> = {
  complete: {
    ready: removeAwaited,
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSession.complete', { update_session_id: session }),
  },
  cancel: { act: cancel },
  fail: {
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSession.fail', {
        update_session_id: session,
        client_error_message: 'No more',
      }),
  },
  'delete of an ended session': {
    ready: cancel,
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSession.delete', { update_session_id: session }),
  },
  'delete of an expired session': {
    ready: letExpire,
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSession.delete', { update_session_id: session }),
  },
  'create after an expired session': {
    ready: letExpire,
    act: ({ place, caller, item }) =>
      place.call(caller, 'updateSession.create', {
        client_token: '0f8fad5b-d9cb-469f-a165-70867728950e',
        create_spec: { library_item_id: item },
      }),
  },
  'add of a file again': {
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSessionFile.add', {
        update_session_id: session,
        file_spec: { name: 'a', source_type: 'PUSH', size: 5 },
      }),
  },
  'remove of a file': {
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSessionFile.remove', {
        update_session_id: session,
        file_name: 'a',
      }),
  },
  copy: {
    act: ({ place, caller, library, item }) =>
      place.call(caller, 'item.copy', {
        source_library_item_id: item,
        destination_create_spec: { library_id: library, name: 'copy' },
      }),
  },
  'delete of the item': { act: deleteItem },
  upload: { act: ({ place, uri }) => place.upload(uri, sending('new', ' c')), inSteps: true },
  'upload that a type looks into': {
    set: setTypedStage,
    act: ({ place, uri }) => place.upload(uri, sending('a 3\n')),
    inSteps: true,
  },
  'complete of what a type judges': {
    set: setTypedStage,
    ready: ({ place, uri }) => place.upload(uri, sending('a 3\n')),
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSession.complete', { update_session_id: session }),
  },
  'upload of an archive': {
    set: setArchiveStage,
    act: ({ place, uri }) => place.upload(uri, sending(parcel)),
    inSteps: true,
  },
  'remove of an archive with its members': {
    set: setArchiveStage,
    ready: ({ place, uri }) => place.upload(uri, sending(parcel)),
    act: ({ place, caller, session }) =>
      place.call(caller, 'updateSessionFile.remove', {
        update_session_id: session,
        file_name: 'new.parcels',
      }),
  },
  'sweep of an expired session': { ready: letExpire, act: sweepOnce, inSteps: true },
  'sweep of what was cancelled': { ready: cancel, act: sweepOnce, inSteps: true },
  'sweep of a deleted item': { ready: deleteItem, act: sweepOnce, inSteps: true },
  'sweep of a deleted library': {
    ready: ({ place, caller, library }) =>
      place.call(caller, 'localLibrary.delete', { library_id: library }),
    act: sweepOnce,
    inSteps: true,
  },
}

const openStage = async (suite: SessionSuite, fault: Fault, trial: Trial): Promise<Stage> => {
  const set = trial.set ?? setStage
  const stage = await set(await openPlace(suite, {}, faulty(fault)))
  await trial.ready?.(stage)
  return stage
}

/** What a run leaves that nothing fails in, or that does nothing: before it, after it, at rest. */
const runUntouched = async (suite: SessionSuite, trial: Trial, acts: boolean) => {
  const fault: Fault = { mode: 'refused', failAt: 0, calls: 0, fired: false }
  const stage = await openStage(suite, fault, trial)
  await using place = stage.place
  const before = await lookAround(stage)
  if (acts) await trial.act(stage)
  const after = await lookAround(stage)
  await place.clock.advance(limits.transferLeaseMs)
  await place.sweepAll()
  return { before, after, settled: await lookAround(stage) }
}

const failEveryCall = async (
  suite: SessionSuite,
  mode: Fault['mode'],
  trial: Trial,
): Promise<void> => {
  const undone = await runUntouched(suite, trial, false)
  const done = await runUntouched(suite, trial, true)
  for (let failAt = 1; ; failAt++) {
    const fault: Fault = { mode, failAt: 0, calls: 0, fired: false }
    const stage = await openStage(suite, fault, trial)
    await using place = stage.place
    const why = `call ${failAt} ${mode}`
    fault.failAt = failAt
    const error = await trial.act(stage).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    fault.failAt = 0
    if (!fault.fired) {
      expect(error, why).toBeUndefined()
      expect(failAt, 'calls that failed').toBeGreaterThan(1)
      return
    }
    if (error !== undefined)
      expect(error, why).toMatchObject({ name: 'AccessionError', type: 'SERVICE_UNAVAILABLE' })
    await expectReferencesCounted(place.world, why)
    const found = await lookAround(stage)
    if (!trial.inSteps) expect([undone.before, done.after], why).toContainEqual(found)
    if (!trial.inSteps && error === undefined) expect(found, why).toEqual(done.after)
    await place.clock.advance(limits.transferLeaseMs)
    await place.sweepAll()
    expect([undone.settled, done.settled], why).toContainEqual(await lookAround(stage))
    await place.comeToRest()
    await expectNoOrphan(place.world, why)
  }
}

/** Each call to a port fails in turn, before it did anything and after, until a run passes. */
export const describeSessionFaults = (suite: SessionSuite): void => {
  describe.each(['refused', 'answer lost'] as const)('with one call %s', (mode) => {
    it.each(Object.entries(trials))(
      'does %s wholly or not at all',
      (_, trial) => failEveryCall(suite, mode, trial),
      timeoutMs,
    )
  })
}
