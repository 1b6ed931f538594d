import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import { createLibraryItem } from '../items/create-library-item.ts'
import { deleteLibraryItem } from '../items/delete-library-item.ts'
import { updateLibraryItem } from '../items/update-library-item.ts'
import { limits } from '../limits.ts'
import { insert } from '../ports/changes.ts'
import type { Library } from '../ports/entities.ts'
import type { Store } from '../ports/store.ts'
import { openItemList } from '../publishing/open-item-list.ts'
import type { ItemList } from '../publishing/open-item-list.ts'
import type { VcspItem } from '../publishing/vcsp-documents.ts'
import { scale } from './scale.ts'
import { sampleRow } from './store/sample-rows.ts'
import type { OpenTaskStore } from './tasks/describe-runs.ts'
import { createTestWorld } from './world.ts'

/** What a list tells, read as a subscriber reads it. */
const itemsIn = async (list: ItemList): Promise<readonly VcspItem[]> => {
  const body = list.kind === 'long' ? list.read() : list.bytes
  const { items } = (await new Response(body).json()) as { readonly items: readonly VcspItem[] }
  return items
}

/** The changes that a list shows, of items that are made and updated alone: each moved the library's version by one. */
const changesIn = async (list: ItemList): Promise<number> =>
  (await itemsIn(list)).reduce((sum, { version }) => sum + Number(version), 0)

const publication = {
  isPublished: true,
  authenticationMethod: 'NONE',
  passwordHash: null,
  isJsonPersisted: false,
} as const

/** A published library over a store that tells how often it was asked, and when. */
const openPlace = async (open: OpenTaskStore, meanwhile: { act?: () => Promise<unknown> } = {}) => {
  const opened = await open()
  const { store: inner } = opened
  const asked: string[] = []
  const store: Store = {
    ...inner,
    async find(table, query) {
      asked.push(table)
      const rows = await inner.find(table, query)
      if (table === 'itemFile') await meanwhile.act?.()
      return rows
    },
  }
  const test = createTestWorld({ store })
  const library = await test.addLibrary({ publication, version: 1 })
  const caller = await test.addCaller()
  const current = async (): Promise<Library> => {
    const query = { where: { id: library.id }, limit: 1 }
    return (await inner.find('library', query))[0] ?? library
  }
  const addItems = async (count: number, files = 1): Promise<void> => {
    const items = Array.from({ length: count }, (_, index) =>
      sampleRow('item', {
        libraryId: library.id,
        name: `item-${index}`,
        nameKey: `item-${index}`,
        deletedAt: null,
        version: 1,
        fileCount: files,
      }),
    )
    for (let start = 0; start < count; start += 50) {
      const some = items.slice(start, start + 50)
      const rows = some.flatMap(({ id: itemId }) =>
        Array.from({ length: files }, (_, index) =>
          sampleRow('itemFile', { itemId, name: `${index}.vmdk`, until: null }),
        ),
      )
      await test.apply(
        ...some.map((item) => insert('item', item)),
        ...rows.map((file) => insert('itemFile', file)),
      )
    }
  }
  const close = async (): Promise<void> => opened[Symbol.asyncDispose]?.()
  return { ...test, library, caller, asked, current, addItems, [Symbol.asyncDispose]: close }
}

/** Makes and updates items as users do, now and then; each change moves the version by one. */
const changeItems = async (
  { world, library }: Awaited<ReturnType<typeof openPlace>>,
  caller: Caller,
  rounds: number,
  name: string,
): Promise<void> => {
  for (let round = 0; round < rounds; round++) {
    const create_spec = { library_id: library.id, name: `${name} ${round}` }
    const library_item_id = await createLibraryItem(world, caller, { create_spec })
    const update_spec = { description: 'changed' }
    await updateLibraryItem(world, caller, { library_item_id, update_spec })
    for (let turn = 0; turn < round % 5; turn++) await world.clock.sleep(1)
  }
}

/** How the items of a published library are listed, over the catalog that a suite opens. */
export const describePublishedLists = (name: string, open: OpenTaskStore): void => {
  describe(`published lists: ${name}`, () => {
    it('are made of few queries, however many items there are, and remembered', async () => {
      await using place = await openPlace(open)
      const count = limits.publishedItemsReadMax + 1 + scale(0, 9_000)
      await place.addItems(count)
      place.asked.length = 0
      const list = await openItemList(place.world, await place.current())
      const items = await itemsIn(list)
      expect(list.kind).toBe('exact')
      expect(new Set(items.map(({ id }) => id)).size).toBe(count)
      expect(items.every(({ files }) => files.length === 1)).toBe(true)
      const pages = Math.ceil((count + 1) / limits.publishedItemsReadMax)
      expect(place.asked.length).toBeLessThanOrEqual(2 * pages + 2)
      place.asked.length = 0
      expect(await openItemList(place.world, await place.current())).toBe(list)
      expect(place.asked).toEqual([])
    })

    it('leave out what is deleted, and what other libraries have', async () => {
      await using place = await openPlace(open)
      const { world, caller } = place
      await place.addItem((await place.addLibrary()).id)
      const [kept, gone] = [
        await place.addItem(place.library.id),
        await place.addItem(place.library.id),
      ]
      expect(await itemsIn(await openItemList(world, place.library))).toHaveLength(2)
      await deleteLibraryItem(world, caller, { library_item_id: gone.id })
      const items = await itemsIn(await openItemList(world, await place.current()))
      expect(items.map(({ id }) => id)).toEqual([`urn:uuid:${kept.id}`])
    })

    it('are made once for all who ask at a time', async () => {
      await using place = await openPlace(open)
      await place.addItems(3, 2)
      place.asked.length = 0
      const library = await place.current()
      const lists = await Promise.all(
        Array.from({ length: 8 }, () => openItemList(place.world, library)),
      )
      expect(new Set(lists).size).toBe(1)
      expect(place.asked.filter((table) => table === 'item')).toHaveLength(1)
    })

    it('are read again where the library changed meanwhile', async () => {
      const meanwhile: { act?: () => Promise<unknown> } = {}
      await using place = await openPlace(open, meanwhile)
      await place.addItems(2)
      const { id: library_id } = place.library
      meanwhile.act = async () => {
        delete meanwhile.act
        const create_spec = { library_id, name: 'late' }
        await createLibraryItem(place.world, place.caller, { create_spec })
      }
      const list = await openItemList(place.world, place.library)
      expect([list.kind, list.version]).toEqual(['exact', 2])
      expect((await itemsIn(list)).map(({ name: each }) => each)).toContain('late')
    })

    it('are never older than asked for, also where the library never stands still', async () => {
      const meanwhile: { act?: () => Promise<unknown> } = {}
      await using place = await openPlace(open, meanwhile)
      await place.addItems(2)
      let made = 0
      meanwhile.act = () =>
        createLibraryItem(place.world, place.caller, {
          create_spec: { library_id: place.library.id, name: `late ${made++}` },
        })
      const list = await openItemList(place.world, place.library)
      expect(list.kind).toBe('mixed')
      expect(made).toBe(limits.publishedListAttemptsMax)
      const items = await itemsIn(list)
      expect(items.length).toBeGreaterThanOrEqual(2 + list.version - 1)
      delete meanwhile.act
      expect(await openItemList(place.world, await place.current())).toMatchObject({
        kind: 'exact',
      })
    })

    it('hold just what their version has, while many write', async () => {
      await using place = await openPlace(open)
      const rounds = scale(6, 200)
      const state = { isWriting: true }
      const writers = ['a', 'b', 'c'].map((label) =>
        changeItems(place, place.caller, rounds, label),
      )
      const written = Promise.all(writers).finally(() => (state.isWriting = false))
      let [exact, last] = [0, 0]
      do {
        // Writers wait for turns of the event loop, which what is remembered would never let come.
        await place.world.clock.sleep(1)
        const asked = await place.current()
        const list = await openItemList(place.world, asked)
        expect(list.version).toBeGreaterThanOrEqual(Math.max(asked.version, last))
        last = list.version
        const changes = await changesIn(list)
        expect(changes).toBeGreaterThanOrEqual(list.version - 1)
        if (list.kind !== 'exact') continue
        exact++
        expect(changes).toBe(list.version - 1)
      } while (state.isWriting)
      await written
      const end = await openItemList(place.world, await place.current())
      expect(await changesIn(end)).toBe(end.version - 1)
      expect(end.version - 1).toBe(3 * rounds * 2)
      expect(exact).toBeGreaterThan(0)
    })
  })
}
