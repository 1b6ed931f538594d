import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import { updateConfiguration } from '../configuration/update-configuration.ts'
import type { ConfigurationModel } from '../contract/configuration.ts'
import { getItemFile } from '../items/get-item-file.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { testHashing } from '../testing/hashing.ts'
import { heldSending, sending } from '../testing/update-sessions/bytes.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import type { Sending } from '../testing/update-sessions/place.ts'
import type { Capability } from '../transfers/capability.ts'
import { openDownload } from '../transfers/open-download.ts'
import { createPace } from './pace.ts'
import { createTestWorld } from '../testing/world.ts'

/** 1 Mbit/s. */
const bytesPerSecond = 125_000

/** So many seconds' worth of bytes at 1 Mbit/s, as one chunk. */
const seconds = (count: number): string => 'a'.repeat(count * bytesPerSecond)

const open = async (model: ConfigurationModel = {}) => {
  const place = await openPlace({
    open: async () => ({
      store: createMemoryStore(),
      blobs: createMemoryBlobStore(),
      hashing: testHashing,
    }),
  })
  const { world } = place
  const caller = await place.addCaller()
  const configure = (changed: ConfigurationModel) =>
    updateConfiguration(world, caller, { model: changed })
  await configure(model)
  const { id: library } = await place.addLibrary()
  const { id: library_item_id } = await place.addItem(library)
  const create_spec = { library_item_id }
  const update_session_id = await place.call(caller, 'updateSession.create', { create_spec })
  const begin = async (name: string, source: Sending) => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const input = { update_session_id, file_spec }
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
    let isOver = false
    const outcome = outcomeOf(place.upload(upload_endpoint?.uri ?? '', source)).finally(() => {
      isOver = true
    })
    await place.settled()
    return { outcome, isOver: () => isOver }
  }
  const statusOf = async (file_name: string) =>
    (await place.call(caller, 'updateSessionFile.get', { update_session_id, file_name })).status
  return { place, world, caller, configure, begin, statusOf, library_item_id }
}

const done = { result: undefined }
const tooMany = { id: 'accession.transfer.too_many_at_once', type: 'SERVICE_UNAVAILABLE' }

describe('the number of transfers at once', () => {
  it('is without bounds until it is set', async () => {
    const { begin, place } = await open()
    const held = Array.from({ length: 30 }, () => heldSending())
    const uploads: Awaited<ReturnType<typeof begin>>[] = []
    for (const [index, one] of held.entries()) uploads.push(await begin(`file ${index}`, one))
    expect(place.world.transfers.count).toBe(30)
    for (const one of held) one.end()
    for (const { outcome } of uploads) expect(await outcome).toEqual(done)
  })

  it('makes the next one wait until one has ended', async () => {
    const { begin, statusOf, place } = await open({ transfer_threads_pool_size: 1 })
    const held = heldSending()
    const first = await begin('first', held)
    const second = await begin('second', sending('content'))
    expect(second.isOver()).toBe(false)
    expect(await statusOf('second')).toBe('WAITING_FOR_TRANSFER')
    held.end()
    expect(await first.outcome).toEqual(done)
    await place.clock.advance(limits.transferTurnLookMs)
    expect(await second.outcome).toEqual(done)
    expect(await statusOf('second')).toBe('READY')
  })

  it('refuses one that has waited for long, and leaves its file as it is', async () => {
    const { begin, statusOf, place } = await open({ transfer_threads_pool_size: 1 })
    const held = heldSending()
    const first = await begin('first', held)
    const second = await begin('second', sending('content'))
    for (let passed = 0; passed < limits.transferTurnMs; passed += limits.transferProgressMs) {
      held.send('more')
      await place.clock.advance(limits.transferProgressMs)
    }
    expect(await second.outcome).toMatchObject({ ...tooMany, args: ['1'] })
    expect(await statusOf('second')).toBe('WAITING_FOR_TRANSFER')
    held.end()
    expect(await first.outcome).toEqual(done)
  })

  it('is that of priority files apart, which descriptors are', async () => {
    const { begin } = await open({ transfer_threads_pool_size: 1 })
    const held = heldSending()
    const disk = await begin('disk.vmdk', held)
    const descriptor = await begin('router.OVF', sending('<Envelope/>'))
    expect(await descriptor.outcome).toEqual(done)
    held.end()
    expect(await disk.outcome).toEqual(done)
  })

  it('bounds priority files too', async () => {
    const { begin, place } = await open({ priority_transfer_threads_pool_size: 1 })
    const held = heldSending()
    const first = await begin('a.ovf', held)
    const second = await begin('b.ovf', sending('<Envelope/>'))
    expect(second.isOver()).toBe(false)
    const disk = await begin('disk.vmdk', sending('bytes'))
    expect(await disk.outcome).toEqual(done)
    held.end()
    await first.outcome
    await place.clock.advance(limits.transferTurnLookMs)
    expect(await second.outcome).toEqual(done)
  })

  it('does not count one that has not moved for half a minute', async () => {
    const { begin, place } = await open({ transfer_threads_pool_size: 1 })
    const held = heldSending()
    const silent = await begin('silent', held)
    await place.clock.advance(limits.transferLeaseMs)
    const next = await begin('next', sending('content'))
    expect(await next.outcome).toEqual(done)
    held.end()
    expect(await silent.outcome).toEqual(done)
  })

  it('counts one that is held up because bytes must not pass faster', async () => {
    const { begin, place } = await open({
      transfer_threads_pool_size: 1,
      transfer_throttling_bandwidth_total: 1,
    })
    const first = await begin('first', sending(seconds(40), 'a'))
    const second = await begin('second', sending('content'))
    await place.clock.advance(limits.transferTurnMs)
    expect(second.isOver()).toBe(true)
    expect(await second.outcome).toMatchObject(tooMany)
    await place.clock.advance(10_100)
    expect(await first.outcome).toEqual(done)
  })

  it('is taken up by those that wait', async () => {
    const { begin, configure, place } = await open({ transfer_threads_pool_size: 1 })
    const held = heldSending()
    const first = await begin('first', held)
    const second = await begin('second', sending('content'))
    await configure({ transfer_threads_pool_size: 2 })
    await place.clock.advance(limits.transferTurnLookMs)
    expect(await second.outcome).toEqual(done)
    held.end()
    await first.outcome
  })

  it('gives a place back however a transfer ends', async () => {
    const { begin } = await open({ transfer_threads_pool_size: 1 })
    const gone = new AbortController()
    const first = await begin('first', heldSending(gone.signal))
    gone.abort()
    expect(await first.outcome).toMatchObject({ id: 'accession.transfer.interrupted' })
    const second = await begin('second', sending('content'))
    expect(await second.outcome).toEqual(done)
  })

  it('lets go of one that waits and whose sender has gone', async () => {
    const { begin, place } = await open({ transfer_threads_pool_size: 1 })
    const held = heldSending()
    const first = await begin('first', held)
    const gone = new AbortController()
    const second = await begin('second', { ...sending('content'), signal: gone.signal })
    gone.abort()
    await place.clock.advance(limits.transferTurnLookMs)
    expect(await second.outcome).toMatchObject({ id: 'accession.transfer.interrupted' })
    held.end()
    await first.outcome
  })

  it('counts downloads as well', async () => {
    const opened = await open({ transfer_threads_pool_size: 1 })
    const { place, world, caller, begin } = opened
    await place.addItemFile(opened.library_item_id, 'stored', 'a'.repeat(1_000_000))
    const download = await openDownload(world, await capabilityOf(opened, caller))
    const reader = (await download.read()).getReader()
    await reader.read()
    const upload = await begin('new', sending('content'))
    expect(upload.isOver()).toBe(false)
    await reader.cancel()
    await place.clock.advance(limits.transferTurnLookMs)
    expect(await upload.outcome).toEqual(done)
  })
})

const capabilityOf = async (
  { world, library_item_id }: Awaited<ReturnType<typeof open>>,
  caller: Caller,
): Promise<Capability> => {
  const shown = await getItemFile(world, caller, { library_item_id, name: 'stored' })
  const { pathname } = new URL(shown.file_download_endpoint ?? '')
  const [kind, ownerId, fileId, mac, name] = pathname.split('/').slice(2)
  return { kind, ownerId, fileId, mac, name } as Capability
}

describe('the bandwidth of all transfers', () => {
  it('is without bounds until it is set', async () => {
    const { begin } = await open()
    expect(await (await begin('disk', sending(seconds(2), seconds(2)))).outcome).toEqual(done)
  })

  it('lets bytes pass no faster, and what has passed is whole', async () => {
    const { begin, statusOf, place } = await open({ transfer_throttling_bandwidth_total: 1 })
    const texts = [seconds(1), seconds(1), seconds(1)]
    const upload = await begin('disk', sending(...texts))
    await place.clock.advance(1_900)
    expect(upload.isOver()).toBe(false)
    await place.clock.advance(200)
    expect(await upload.outcome).toEqual(done)
    expect(await statusOf('disk')).toBe('READY')
  })

  it('is shared by all of them', async () => {
    const { begin, place } = await open({ transfer_throttling_bandwidth_total: 1 })
    const first = await begin('a', sending(seconds(1), seconds(1)))
    const second = await begin('b', sending(seconds(1), seconds(1)))
    await place.clock.advance(2_900)
    expect(await first.outcome).toEqual(done)
    expect(second.isOver()).toBe(false)
    await place.clock.advance(200)
    expect(await second.outcome).toEqual(done)
  })

  it('makes no client slow or silent, however long it is held up', async () => {
    const { begin, place } = await open({ transfer_throttling_bandwidth_total: 1 })
    const upload = await begin('disk', sending(seconds(70), 'a', 'b'))
    await place.clock.advance(limits.transferIdleMs + limits.transferProgressMs)
    expect(upload.isOver()).toBe(false)
    await place.clock.advance(limits.transferIdleMs)
    expect(await upload.outcome).toEqual(done)
  })

  it('still cuts a client that is silent', async () => {
    const { begin, place } = await open({ transfer_throttling_bandwidth_total: 1 })
    const upload = await begin('disk', heldSending())
    await place.clock.advance(limits.transferIdleMs + limits.transferProgressMs)
    expect(await upload.outcome).toMatchObject({ id: 'accession.transfer.too_slow' })
  })

  it('is taken up by what runs, within seconds', async () => {
    const { begin, configure, place } = await open({ transfer_throttling_bandwidth_total: 1 })
    const upload = await begin('disk', sending(seconds(20), seconds(20), 'a'))
    await configure({ transfer_throttling_bandwidth_total: 0 })
    await place.clock.advance(2 * limits.transferProgressMs)
    expect(await upload.outcome).toEqual(done)
  })

  it('holds downloads as well', async () => {
    const opened = await open()
    const { place, world, caller, configure } = opened
    const content = seconds(3)
    await place.addItemFile(opened.library_item_id, 'stored', content)
    await configure({ transfer_throttling_bandwidth_total: 1 })
    const download = await openDownload(world, await capabilityOf(opened, caller))
    let isOver = false
    const text = new Response(await download.read()).text().finally(() => {
      isOver = true
    })
    await place.clock.advance(2_000)
    expect(isOver).toBe(false)
    await place.clock.advance(1_100)
    expect(await text).toBe(content)
  })
})

describe('a pace', () => {
  it('is taken anew where it changes', async () => {
    const { world, clock } = createTestWorld()
    const pace = createPace(world)
    expect(pace.pass(1_000_000, () => undefined)).toBeUndefined()
    pace.setRate(1_000)
    const passed: string[] = []
    void pace.pass(10_000, () => undefined)?.then(() => passed.push('first'))
    void pace.pass(10_000, () => undefined)?.then(() => passed.push('second'))
    void pace.pass(10_000, () => undefined)?.then(() => passed.push('third'))
    await clock.advance(500)
    expect(passed).toEqual(['first'])
    pace.setRate(10_000)
    await clock.advance(1_000)
    expect(passed).toEqual(['first', 'second'])
    await clock.advance(1_000)
    expect(passed).toEqual(['first', 'second', 'third'])
  })
})
