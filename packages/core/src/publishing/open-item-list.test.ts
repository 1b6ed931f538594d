import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { createMemoryStore } from '../memory/store.ts'
import { write } from '../ports/changes.ts'
import { describePublishedLists } from '../testing/describe-published-lists.ts'
import { createTestWorld } from '../testing/world.ts'
import { openItemList } from './open-item-list.ts'
import { createRememberedLists } from './remembered-lists.ts'

const publication = {
  isPublished: true,
  authenticationMethod: 'NONE',
  passwordHash: null,
  isJsonPersisted: false,
} as const

describePublishedLists('memory', async () => ({ store: createMemoryStore() }))

describe('a list', () => {
  it('that is too long to be held comes piece by piece', async () => {
    const { world, addLibrary, addItem } = createTestWorld()
    const library = await addLibrary({ publication })
    // As many bytes as a hundred thousand items have, in few: no API takes such a description.
    const description = 'x'.repeat(limits.publishedListBytesMax / 2)
    for (const name of ['a', 'b']) await addItem(library.id, { name, nameKey: name, description })
    const list = await openItemList(world, library)
    if (list.kind !== 'long') throw new Error(`The list is ${list.kind}`)
    const text = await new Response(list.read()).text()
    const { items } = JSON.parse(text) as { items: { name: string }[] }
    expect(items.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('has no end where the library is deleted while it comes', async () => {
    const { world, apply, addLibrary, addItem } = createTestWorld()
    const library = await addLibrary({ publication })
    const description = 'x'.repeat(limits.publishedListBytesMax / 2)
    for (const name of ['a', 'b']) await addItem(library.id, { name, nameKey: name, description })
    const list = await openItemList(world, library)
    if (list.kind !== 'long') throw new Error(`The list is ${list.kind}`)
    await apply(write('library', library, { deletedAt: world.clock.now() }))
    const read = new Response(list.read()).text()
    await expect(read).rejects.toMatchObject({ id: 'accession.publishing.not_published' })
  })

  it('of a library without items is empty', async () => {
    const { world, addLibrary } = createTestWorld()
    const list = await openItemList(world, await addLibrary({ publication }))
    if (list.kind !== 'exact') throw new Error(`The list is ${list.kind}`)
    expect(new TextDecoder().decode(list.bytes)).toBe('{"items":[]}')
  })

  it('is refused where the library is unpublished before it is read', async () => {
    const { world, addLibrary } = createTestWorld()
    const library = await addLibrary({ publication: { ...publication, isPublished: false } })
    const opened = openItemList(world, library)
    await expect(opened).rejects.toMatchObject({ id: 'accession.publishing.not_published' })
  })
})

const listOf = (version: number, length: number) =>
  ({ kind: 'exact', version, bytes: new Uint8Array(length) }) as const

describe('remembered lists', () => {
  it('are those used last, as far as there is room', () => {
    const lists = createRememberedLists(10)
    lists.set('a', listOf(1, 4))
    lists.set('b', listOf(1, 4))
    expect(lists.get('a')).toMatchObject({ version: 1 })
    lists.set('c', listOf(1, 4))
    expect(['a', 'b', 'c'].map((id) => lists.get(id)?.version)).toEqual([1, undefined, 1])
    lists.set('c', listOf(2, 6))
    expect(['a', 'c'].map((id) => lists.get(id)?.version)).toEqual([1, 2])
    lists.set('d', listOf(1, 11))
    expect(['a', 'c', 'd'].map((id) => lists.get(id))).toEqual([undefined, undefined, undefined])
  })
})
