import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import type { Input, OperationName } from '../contract/contract.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { write } from '../ports/changes.ts'
import { testHashing } from '../testing/hashing.ts'
import { sending } from '../testing/update-sessions/bytes.ts'
import { openPlace } from '../testing/update-sessions/place.ts'
import { describeCompletion } from './describe-completion.ts'
import { itemChangeId } from './item-change.ts'
import { shortMessage } from './short-message.ts'

const open = async () => {
  const place = await openPlace({
    open: async () => ({
      store: createMemoryStore(),
      blobs: createMemoryBlobStore(),
      hashing: testHashing,
    }),
  })
  const caller = await place.addCaller()
  const { id: library_id } = await place.addLibrary()
  const call = <Name extends OperationName>(name: Name, input: Input<Name>, by: Caller = caller) =>
    place.call(by, name, input)
  const library_item = await call('item.create', {
    create_spec: { library_id, name: 'ubuntu', type: 'iso' },
  })
  const list = (item = library_item, by?: Caller) =>
    call('itemChanges.list', { library_item: item }, by)
  const messageOf = async (version: string, item = library_item): Promise<string | undefined> =>
    (await call('itemChanges.get', { library_item: item, version })).message
  const update = (update_spec: Input<'item.update'>['update_spec'], by?: Caller) =>
    call('item.update', { library_item_id: library_item, update_spec }, by)
  /** Opens a session that sends and removes files, and completes it. */
  const complete = async (added: readonly string[], removed: readonly string[] = []) => {
    const create_spec = { library_item_id: library_item }
    const update_session_id = await call('updateSession.create', { create_spec })
    for (const name of added) {
      const file_spec = { name, source_type: 'PUSH' } as const
      const { upload_endpoint } = await call('updateSessionFile.add', {
        update_session_id,
        file_spec,
      })
      await place.upload(upload_endpoint?.uri ?? '', sending(name))
    }
    for (const file_name of removed)
      await call('updateSessionFile.remove', { update_session_id, file_name })
    await call('updateSession.complete', { update_session_id })
  }
  return { place, caller, library_id, library_item, call, list, messageOf, update, complete }
}

describe('the history of an item', () => {
  it('tells who brought each version, and when, the newest first', async () => {
    const { place, caller, library_item, call, list, update, complete } = await open()
    const other = await place.addCaller([{ role: 'editor', libraryId: null }])
    await place.clock.advance(1_000)
    await update({ name: 'debian' }, other)
    await place.clock.advance(1_000)
    await complete(['disk.iso'])
    const user = caller.user.name
    expect(await list()).toEqual([
      { version: '3', time: '2026-01-31T09:30:02.000Z', user, short_message: 'Added disk.iso' },
      {
        version: '2',
        time: '2026-01-31T09:30:01.000Z',
        user: other.user.name,
        short_message: 'Renamed from ubuntu to debian',
      },
      { version: '1', time: '2026-01-31T09:30:00.000Z', user, short_message: 'Created' },
    ])
    expect(await call('itemChanges.get', { library_item, version: '2' })).toEqual({
      time: '2026-01-31T09:30:01.000Z',
      user: other.user.name,
      message: 'Renamed from ubuntu to debian',
    })
    expect(await call('item.get', { library_item_id: library_item })).toMatchObject({
      version: '3',
    })
  })

  it('says what an update has changed', async () => {
    const { messageOf, update } = await open()
    await update({ name: 'debian', type: 'ovf', description: 'An image' })
    expect(await messageOf('2')).toBe(
      'Renamed from ubuntu to debian\nChanged the type from iso to ovf\nChanged the description',
    )
    await update({ type: '' })
    expect(await messageOf('3')).toBe('Changed the type from ovf to none')
    await update({})
    expect(await messageOf('4')).toBe('Changed nothing')
  })

  it('says which files a session has changed', async () => {
    const { messageOf, list, complete } = await open()
    await complete(['a', 'b'])
    expect(await messageOf('2')).toBe('Files: added 2\nAdded a\nAdded b')
    await complete(['a', 'c'], ['b'])
    expect(await messageOf('3')).toBe(
      'Files: added 1, replaced 1, removed 1\nAdded c\nReplaced a\nRemoved b',
    )
    await complete([])
    expect(await messageOf('4')).toBe('Changed no file')
    expect((await list())[1]).toMatchObject({
      short_message: 'Files: added 1, replaced 1, removed 1',
    })
  })

  it('of a copy begins with where it is from', async () => {
    const { library_id, library_item, call, list, messageOf, complete } = await open()
    await complete(['a'])
    const copy = await call('item.copy', {
      source_library_item_id: library_item,
      destination_create_spec: { library_id, name: 'copy' },
    })
    expect(await list(copy)).toHaveLength(1)
    expect(await messageOf('1', copy)).toBe(
      `Copied from ubuntu\nIts id is ${library_item}, its content version was 2`,
    )
  })

  it('has nothing of what was refused', async () => {
    const { list, update, library_id, call } = await open()
    await expect(update({ version: '7' })).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    const create_spec = { library_id, name: 'Ubuntu' }
    await expect(call('item.create', { create_spec })).rejects.toMatchObject({
      type: 'ALREADY_EXISTS',
    })
    expect(await list()).toHaveLength(1)
  })

  it.each(['0', '2', '01', '-1', '1.0', '1e0', 'x', '', '9007199254740993'])(
    'knows no version %j',
    async (version) => {
      const { call, library_item } = await open()
      await expect(call('itemChanges.get', { library_item, version })).rejects.toMatchObject({
        id: 'accession.item.change_not_found',
        type: 'NOT_FOUND',
      })
    },
  )

  it('is for who may read the item', async () => {
    const { place, call, library_item, library_id, list } = await open()
    const viewer = await place.addCaller([{ role: 'viewer', libraryId: library_id }])
    expect(await list(library_item, viewer)).toHaveLength(1)
    const nobody = await place.addCaller([])
    await expect(list(library_item, nobody)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    const of = call('itemChanges.get', { library_item, version: '1' }, nobody)
    await expect(of).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })

  it('tells of the newest versions alone; the sweep forgets the others', async () => {
    const { place, library_item, call, list, update } = await open()
    await update({ name: 'second' })
    const { changesPerItemMax: max } = limits
    const { store } = place.world
    const [item] = await store.find('item', { where: { id: library_item }, limit: 1 })
    if (!item) throw new Error('The item is gone')
    await place.apply(write('item', item, { version: max }))
    await update({ name: 'one too many' })
    const kept = async () => store.ids('itemChange', { where: { itemId: library_item }, limit: 10 })
    expect(await kept()).toHaveLength(3)
    expect((await list()).map(({ version }) => version)).toEqual([`${max + 1}`, '2'])
    await expect(call('itemChanges.get', { library_item, version: '1' })).rejects.toMatchObject({
      type: 'NOT_FOUND',
    })
    await place.sweepAll()
    expect(await kept()).toEqual([
      itemChangeId(library_item, max + 1),
      itemChangeId(library_item, 2),
    ])
  })

  it('goes with its item', async () => {
    const { place, library_item, library_id, call, list } = await open()
    const other = await call('item.create', { create_spec: { library_id, name: 'other' } })
    await call('item.delete', { library_item_id: library_item })
    await expect(list()).rejects.toMatchObject({ id: 'accession.item.not_found' })
    await place.sweepAll()
    const all = { where: { id: { moreThan: '' } }, limit: 10 }
    expect(await place.world.store.ids('itemChange', all)).toEqual([itemChangeId(other, 1)])
    await call('library.delete', { library_id })
    await place.sweepAll()
    expect(await place.world.store.ids('itemChange', all)).toEqual([])
  })
})

describe('a message', () => {
  it('names so many files, and counts the others', () => {
    const added = Array.from({ length: 15 }, (_, index) => `a${index}`)
    const removed = Array.from({ length: 10 }, (_, index) => `r${index}`)
    const lines = describeCompletion({ added, replaced: [], removed }).split('\n')
    expect(lines[0]).toBe('Files: added 15, removed 10')
    expect(lines).toHaveLength(limits.changedFilesNamedMax + 2)
    expect(lines.at(-1)).toBe('and 5 more')
  })

  it('is short up to its first line, and to 80 whole characters', () => {
    expect(shortMessage('one\ntwo')).toBe('one')
    expect(shortMessage('🎈'.repeat(90))).toBe('🎈'.repeat(80))
  })
})
