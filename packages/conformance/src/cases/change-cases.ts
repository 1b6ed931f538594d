import { check, checkEqual, checkMatches } from '../check/check.ts'
import { itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary, makeLoneItem, unknownId } from '../fixtures/libraries.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import { fillItem } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const changesOf = (context: CaseContext, library_item: string) =>
  context.call('itemChanges.list', { library_item })

const versionsOf = async (context: CaseContext, item: string): Promise<string[]> =>
  (await changesOf(context, item)).map(({ version }) => version)

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** The history of an item. */
export const changeCases = defineCases('changes', 'Libraries and items', {
  'each version of an item has who made it, when, and what was done': async (context) => {
    const library = await makeLibrary(context)
    const item = await makeItem(context, library, { name: 'first' })
    const update_spec = { name: 'second' }
    await context.call('item.update', { library_item_id: item, update_spec })
    await fillItem(context, item, { a: 'x', b: 'y' })
    const { version = '' } = await itemOf(context, item)
    const changes = await changesOf(context, item)
    checkEqual('The versions', await versionsOf(context, item), [version, '2', '1'])
    const { user } = context.target
    for (const one of changes) checkMatches('A change', one, { time: timePattern, user })
    const renamed = await context.call('itemChanges.get', { library_item: item, version: '2' })
    checkMatches('The change', renamed, { time: changes[1]?.time, user, message: /second/ })
    const filled = await context.call('itemChanges.get', { library_item: item, version })
    checkMatches('The change', filled, { message: /a\b[^]*b\b/ })
    const isShort = changes.every(({ short_message = '' }) => /^.{0,80}$/u.test(short_message))
    check(isShort, 'A short message is longer than a line of 80 characters')
  },

  'a copy begins a history of its own': async (context) => {
    const library_id = await makeLibrary(context)
    const item = await makeItem(context, library_id)
    await fillItem(context, item, { a: 'x' })
    const copy = await context.call('item.copy', {
      source_library_item_id: item,
      destination_create_spec: { library_id, name: 'copy' },
    })
    checkEqual('The versions', await versionsOf(context, copy), ['1'])
    checkEqual('The versions of its source', await versionsOf(context, item), ['2', '1'])
  },

  'none is lost where many change an item at once': async (context) => {
    const item = await makeLoneItem(context)
    await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        context.call('item.update', {
          library_item_id: item,
          update_spec: { description: `change ${index}` },
        }),
      ),
    )
    checkEqual('The versions', await versionsOf(context, item), ['5', '4', '3', '2', '1'])
  },

  'what is not there is not found': async (context) => {
    const item = await makeLoneItem(context)
    for (const version of ['0', '2', '01', 'x', '1 ', '9'.repeat(30)])
      await context.refused('NOT_FOUND', 'itemChanges.get', { library_item: item, version })
    const unknown = { library_item: unknownId, version: '1' }
    await context.refused('NOT_FOUND', 'itemChanges.get', unknown)
    await context.refused('NOT_FOUND', 'itemChanges.list', { library_item: unknownId })
    await context.call('item.delete', { library_item_id: item })
    await context.refused('NOT_FOUND', 'itemChanges.list', { library_item: item })
  },

  'who may read the item may read them': async (context) => {
    const as = secondUserOf(context)
    const item = await makeLoneItem(context)
    const changes = await context.call('itemChanges.list', { library_item: item }, as)
    checkEqual('The changes', changes, await changesOf(context, item))
  },
})
