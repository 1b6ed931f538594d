import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, OperationName } from '../contract/contract.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import type { Change } from '../ports/changes.ts'
import { testHashing } from '../testing/hashing.ts'
import { scale } from '../testing/scale.ts'
import { heldSending, sending } from '../testing/update-sessions/bytes.ts'
import { tardy } from '../testing/update-sessions/disguises.ts'
import { expectNoOrphan, lookAtItem } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import type { SessionPorts } from '../testing/update-sessions/place.ts'
import { createRandom } from '../testing/update-sessions/random.ts'
import { severalNodes } from '../testing/update-sessions/several-nodes.ts'
import type { Capability } from '../transfers/capability.ts'
import { openDownload } from '../transfers/open-download.ts'

const refused = {
  id: 'accession.library.in_maintenance',
  type: 'NOT_ALLOWED_IN_CURRENT_STATE',
} as const
const refusedArgument = {
  id: 'accession.library.in_maintenance_argument',
  type: 'INVALID_ARGUMENT',
} as const
const refusedTransfer = {
  id: 'accession.transfer.library_in_maintenance',
  type: 'NOT_ALLOWED_IN_CURRENT_STATE',
  args: ['disk'],
} as const

const openPorts = async (): Promise<SessionPorts> => ({
  store: createMemoryStore(),
  blobs: createMemoryBlobStore(),
  hashing: testHashing,
})

/** A library with an item of one file, and a session that brings `disk`. */
const open = async (disguise?: (ports: SessionPorts) => SessionPorts) => {
  const place = await openPlace({ open: openPorts, wire: severalNodes(2) }, {}, disguise)
  const caller = await place.addCaller()
  const { id: library_id } = await place.addLibrary()
  const { id: library_item_id } = await place.addItem(library_id)
  await place.addItemFile(library_item_id, 'a', 'old')
  const call = <Name extends OperationName>(name: Name, input: Input<Name>, by: Caller = caller) =>
    place.call(by, name, input)
  const create_spec = { library_item_id }
  const update_session_id = await call('updateSession.create', { create_spec })
  const file_spec = { name: 'disk', source_type: 'PUSH' } as const
  const added = await call('updateSessionFile.add', { update_session_id, file_spec })
  const uri = added.upload_endpoint?.uri ?? ''
  const enter = (by?: Caller) => call('library.enter_maintenance', { library_id }, by)
  const exit = (by?: Caller) => call('library.exit_maintenance', { library_id }, by)
  return { place, caller, call, library_id, library_item_id, update_session_id, uri, enter, exit }
}

const capabilityOf = (url: string | undefined): Capability => {
  const [kind, ownerId, fileId, mac, name] = new URL(url ?? '').pathname.split('/').slice(2)
  return { kind, ownerId, fileId, mac, name: decodeURIComponent(name ?? '') } as Capability
}

describe('maintenance', () => {
  it('is shown, with who began it, until it ends; no version moves', async () => {
    const { caller, call, library_id, enter, exit } = await open()
    const before = await call('library.get', { library_id })
    await enter()
    const message = `Put in maintenance by ${caller.user.name} at 2026-01-31T09:30:00.000Z.`
    const state_info = { state: 'MAINTENANCE', message }
    expect(await call('library.get', { library_id })).toEqual({ ...before, state_info })
    await exit()
    expect(await call('library.get', { library_id })).toEqual(before)
  })

  it('is entered once and left once', async () => {
    const { enter, exit, library_id, place } = await open()
    const wrong = { type: 'NOT_ALLOWED_IN_CURRENT_STATE', args: [library_id] }
    await expect(exit()).rejects.toMatchObject({
      ...wrong,
      id: 'accession.library.maintenance_not_entered',
    })
    const entries = await Promise.allSettled([enter(), enter(), enter()])
    expect(entries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(enter()).rejects.toMatchObject({
      ...wrong,
      id: 'accession.library.maintenance_entered',
    })
    await exit()
    const events = place.logged.map(({ event }) => event)
    expect(events.filter((event) => event.endsWith('_maintenance'))).toEqual([
      'library.enter_maintenance',
      'library.exit_maintenance',
    ])
  })

  it('is for administrators, of the library at least', async () => {
    const { place, library_id, enter, exit } = await open()
    const editor = await place.addCaller([{ role: 'editor', libraryId: null }])
    await expect(enter(editor)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    const owner = await place.addCaller([{ role: 'admin', libraryId: library_id }])
    await enter(owner)
    await expect(exit(editor)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    await exit(owner)
  })

  it('refuses every change, by an error that the operation declares', async () => {
    const { place, call, enter, exit, ...ids } = await open()
    const { library_id, library_item_id, update_session_id } = ids
    const { id: idle } = await place.addItem(library_id)
    const download = await call('downloadSession.create', { create_spec: { library_item_id } })
    await enter()
    const before = await Promise.all([
      call('library.get', { library_id }),
      call('item.get', { library_item_id }),
      call('updateSession.get', { update_session_id }),
      call('updateSessionFile.list', { update_session_id }),
    ])
    const name = 'new'
    const changes = {
      'library.update': { library_id, update_spec: { name } },
      'localLibrary.update': { library_id, update_spec: { name } },
      'library.delete': { library_id },
      'library.force_delete': { library_id },
      'localLibrary.delete': { library_id },
      'localLibrary.force_delete': { library_id },
      'item.create': { create_spec: { library_id, name } },
      'item.update': { library_item_id, update_spec: { name } },
      'item.delete': { library_item_id },
      'item.copy': {
        source_library_item_id: library_item_id,
        destination_create_spec: { library_id, name },
      },
      'updateSession.create': { create_spec: { library_item_id: idle } },
      'updateSession.complete': { update_session_id },
      'updateSessionFile.add': { update_session_id, file_spec: { name, source_type: 'PUSH' } },
      'updateSessionFile.remove': { update_session_id, file_name: 'disk' },
      'downloadSessionFile.prepare': { download_session_id: download, file_name: 'a' },
    } as const
    for (const [operation, input] of Object.entries(changes)) {
      const [service, id] = operation.split('.') as ['library', 'delete']
      const isDeclared = contract[service][id].errors.includes('NOT_ALLOWED_IN_CURRENT_STATE')
      expect(await outcomeOf(call(operation as 'library.get', input as never)), operation).toEqual({
        ...(isDeclared ? refused : refusedArgument),
        args: [library_id],
      })
    }
    const after = await Promise.all([
      call('library.get', { library_id }),
      call('item.get', { library_item_id }),
      call('updateSession.get', { update_session_id }),
      call('updateSessionFile.list', { update_session_id }),
    ])
    expect(after).toEqual(before)
    await exit()
    await call('item.update', changes['item.update'])
  })

  it('lets be read, copied from, kept alive and ended', async () => {
    const { place, call, enter, library_id, library_item_id, update_session_id } = await open()
    const { id: other } = await place.addLibrary()
    await enter()
    expect(await call('library.find', { spec: { name: 'Images' } })).toContain(library_id)
    expect(await call('item.list', { library_id })).toEqual([library_item_id])
    expect(await call('itemFile.list', { library_item_id })).toHaveLength(1)
    await call('item.copy', {
      source_library_item_id: library_item_id,
      destination_create_spec: { library_id: other, name: 'copy' },
    })
    await call('updateSession.keep_alive', { update_session_id })
    await call('updateSession.update', { update_session_id, update_spec: {} })
    await call('updateSession.cancel', { update_session_id })
    await call('updateSession.delete', { update_session_id })
  })

  it('leaves sessions as they are, which go on once it has ended', async () => {
    const { place, call, enter, exit, library_item_id, update_session_id, uri } = await open()
    await enter()
    await expect(place.upload(uri, sending('new'))).rejects.toMatchObject(refusedTransfer)
    await exit()
    await place.upload(uri, sending('new'))
    await call('updateSession.complete', { update_session_id })
    expect((await lookAtItem(place.world, library_item_id))?.files).toHaveLength(2)
  })

  it('lets sessions expire that nobody keeps alive', async () => {
    const { place, call, enter, update_session_id } = await open()
    await enter()
    await place.clock.advance(place.world.settings.sessionTimeoutMs)
    await place.sweepAll()
    expect(await call('updateSession.get', { update_session_id })).toMatchObject({ state: 'ERROR' })
  })
})

describe('what is being transferred when maintenance begins', () => {
  it('is cut within a second on whatever node, and can be sent again', async () => {
    const { place, call, enter, exit, update_session_id, uri } = await open()
    const held = heldSending()
    const uploaded = outcomeOf(place.upload(uri, held))
    held.send('half')
    await place.settled()
    await enter()
    await place.clock.advance(limits.transferProgressMs)
    expect(await uploaded).toEqual(refusedTransfer)
    const file = { update_session_id, file_name: 'disk' }
    const waiting = { status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 }
    expect(await call('updateSessionFile.get', file)).toMatchObject(waiting)
    await exit()
    await place.upload(uri, sending('whole'))
    await call('updateSession.complete', { update_session_id })
    await place.comeToRest()
    await expectNoOrphan(place.world, 'after maintenance')
  })

  it('goes on where maintenance has ended before anybody looked', async () => {
    const { place, enter, exit, uri } = await open()
    const held = heldSending()
    const uploaded = outcomeOf(place.upload(uri, held))
    held.send('half')
    await place.settled()
    await enter()
    await exit()
    await place.clock.advance(limits.transferProgressMs)
    held.end()
    expect(await uploaded).toEqual({ result: undefined })
  })

  it('cannot be finished in the second before it is cut', async () => {
    const { place, call, enter, update_session_id, uri } = await open()
    const held = heldSending()
    const uploaded = outcomeOf(place.upload(uri, held))
    held.send('all')
    await place.settled()
    await enter()
    held.end()
    expect(await uploaded).toEqual(refusedTransfer)
    const file = { update_session_id, file_name: 'disk' }
    expect(await call('updateSessionFile.get', file)).toMatchObject({
      status: 'WAITING_FOR_TRANSFER',
    })
  })

  it.each(['ofSession', 'ofItem'] as const)('stops being downloaded: %s', async (of) => {
    const { place, call, enter, exit, library_item_id } = await open()
    const { world } = place
    const big = await place.addItemFile(library_item_id, 'disk', 'a'.repeat(1_000_000))
    const create_spec = { library_item_id }
    const download_session_id = await call('downloadSession.create', { create_spec })
    const prepared = await call('downloadSessionFile.prepare', {
      download_session_id,
      file_name: 'disk',
    })
    const shown = await call('itemFile.get', { library_item_id, name: 'disk' })
    const { file_download_endpoint: ofItem } = shown
    const capability = capabilityOf(of === 'ofItem' ? ofItem : prepared.download_endpoint?.uri)
    const reader = (await (await openDownload(world, capability)).read()).getReader()
    expect((await reader.read()).done).toBe(false)
    await enter()
    await place.clock.advance(limits.transferProgressMs)
    const readAll = async (): Promise<void> => {
      while (!(await reader.read()).done) continue
    }
    await expect(readAll()).rejects.toMatchObject(refusedTransfer)
    expect(place.logged.at(-1)).toMatchObject({
      event: 'download.ended',
      fields: { error: refusedTransfer.id },
    })
    await expect(openDownload(world, capability)).rejects.toMatchObject(refusedTransfer)
    await exit()
    const again = await openDownload(world, capability)
    expect(again.size).toBe(big.size)
    expect(await new Response(await again.read()).text()).toHaveLength(big.size)
  })
})

/** Notes in which order maintenance and completions were committed. */
const inOrder =
  (order: string[]) =>
  ({ store, ...others }: SessionPorts): SessionPorts => ({
    ...others,
    store: {
      ...store,
      async commit(changes) {
        const outcome = await store.commit(changes)
        if (outcome.outcome === 'committed') order.push(...changes.flatMap(stateOf))
        return outcome
      },
    },
  })

const stateOf = (change: Change): string[] =>
  change.kind === 'write' && 'state' in change.set && change.set.state !== undefined
    ? [change.set.state]
    : []

it('of maintenance and complete at once exactly one comes first', async () => {
  const completions = new Set<boolean>()
  for (let seed = 1; seed <= scale(40, 600); seed++) {
    const order: string[] = []
    const disguise = tardy(createRandom(seed))
    const opened = await open((ports) => disguise(inOrder(order)(ports)))
    const { place, call, enter, exit, library_item_id, update_session_id, uri } = opened
    await place.upload(uri, sending('new'))
    const before = await lookAtItem(place.world, library_item_id)
    order.length = 0
    const [entered, completed] = await Promise.all([
      outcomeOf(enter()),
      outcomeOf(call('updateSession.complete', { update_session_id })),
    ])
    const why = `seed ${seed}`
    expect(entered, why).toEqual({ result: undefined })
    const session = await call('updateSession.get', { update_session_id })
    const isDone = session.state === 'DONE'
    expect(order, why).toEqual(isDone ? ['DONE', 'MAINTENANCE'] : ['MAINTENANCE'])
    expect(completed, why).toMatchObject(isDone ? { result: undefined } : refused)
    const seen = await lookAtItem(place.world, library_item_id)
    if (isDone) expect(seen?.files, why).toHaveLength(2)
    else expect(seen, why).toEqual(before)
    await exit()
    if (!isDone) await call('updateSession.complete', { update_session_id })
    completions.add(isDone)
  }
  expect(completions).toEqual(new Set([false, true]))
})

describe('convert', () => {
  const conversion_spec = { conversion_type: 'TO_PUBLISHED_LIBRARY' } as const

  it('is nothing for a local library', async () => {
    const { call, library_id, enter } = await open()
    const wrong = { id: 'accession.library.not_subscribed', type: 'INVALID_ELEMENT_TYPE' }
    await expect(call('library.convert', { library_id, conversion_spec })).rejects.toMatchObject(
      wrong,
    )
    await enter()
    await expect(call('library.convert', { library_id, conversion_spec })).rejects.toMatchObject(
      wrong,
    )
  })

  it('leaves a subscribed one as it is while nothing is published', async () => {
    const { place, call } = await open()
    const { id: library_id } = await place.addLibrary({ type: 'SUBSCRIBED' })
    const before = await call('library.get', { library_id })
    await expect(call('library.convert', { library_id, conversion_spec })).rejects.toMatchObject({
      id: 'accession.library.conversion_not_served',
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    })
    expect(await call('library.get', { library_id })).toEqual(before)
    await call('library.enter_maintenance', { library_id })
    await expect(call('library.convert', { library_id, conversion_spec })).rejects.toMatchObject(
      refused,
    )
  })

  it('is for who may convert libraries', async () => {
    const { place, call, library_id } = await open()
    const editor = await place.addCaller([{ role: 'editor', libraryId: null }])
    const converted = call('library.convert', { library_id, conversion_spec }, editor)
    await expect(converted).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })
})
