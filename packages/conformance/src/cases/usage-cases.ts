import { check, checkEqual, checkMatches, checkOneOf } from '../check/check.ts'
import { itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary, unknownId } from '../fixtures/libraries.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const urn = 'urn:vmomi:vm:vm-12'

const addUsage = (context: CaseContext, library: string, resource_urn = urn): Promise<string> =>
  context.call('libraryUsages.add', { library, spec: { resource_urn } })

const usagesOf = async (context: CaseContext, library: string) =>
  (await context.call('libraryUsages.list', { library })).library_usage_list

const deletions = ['library.delete', 'localLibrary.delete'] as const

/** Who uses a library, and how that guards it from deletion. */
export const usageCases = defineCases('usages', 'Usages of a library', {
  'a usage is read as it was added, and is gone once it was removed': async (context) => {
    const library = await makeLibrary(context)
    const usage = await addUsage(context, library)
    const given = { library, usage }
    checkEqual('The usages', await usagesOf(context, library), [{ usage, resource_urn: urn }])
    const info = await context.call('libraryUsages.get', given)
    checkMatches('The usage', info, { usage, resource_urn: urn, addition_time: /^\d{4}-.*Z$/ })
    await context.call('libraryUsages.remove', given)
    checkEqual('The usages', await usagesOf(context, library), [])
    await context.refused('NOT_FOUND', 'libraryUsages.get', given)
    await context.refused('NOT_FOUND', 'libraryUsages.remove', given)
  },

  'a resource uses a library once': async (context) => {
    const library = await makeLibrary(context)
    const usage = await addUsage(context, library)
    const given = { library, spec: { resource_urn: urn } }
    await context.refused('ALREADY_EXISTS', 'libraryUsages.add', given)
    checkEqual('The usages', await usagesOf(context, library), [{ usage, resource_urn: urn }])
    await addUsage(context, await makeLibrary(context))
  },

  'what is no URN of a resource is refused': async (context) => {
    const library = await makeLibrary(context)
    for (const resource_urn of ['', 'vm-12', 'urn:vmomi:vm:', 'urn:vmomi:vm:a b', 'a'.repeat(3000)])
      await context.refused('INVALID_ARGUMENT', 'libraryUsages.add', {
        library,
        spec: { resource_urn },
      })
    checkEqual('The usages', await usagesOf(context, library), [])
  },

  'a library in use is not deleted, and the error names who uses it': async (context) => {
    const library = await makeLibrary(context)
    const usage = await addUsage(context, library)
    for (const name of deletions) {
      const given = { library_id: library }
      const { messages } = await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', name, given)
      const isNamed = messages.some(({ default_message: text }) => text.includes(urn))
      check(isNamed, `${name} does not name ${urn}`)
    }
    await context.call('libraryUsages.remove', { library, usage })
    await context.call('library.delete', { library_id: library })
    await context.refused('NOT_FOUND', 'libraryUsages.list', { library })
  },

  'forcing deletes a library in use': async (context) => {
    for (const name of ['library.force_delete', 'localLibrary.force_delete'] as const) {
      const library = await makeLibrary(context)
      await addUsage(context, library)
      await context.call(name, { library_id: library })
      await context.refused('NOT_FOUND', 'library.get', { library_id: library })
      await context.refused('NOT_FOUND', 'library.force_delete', { library_id: library })
    }
  },

  'usages guard items only where the library says so': async (context) => {
    const library_id = await makeLibrary(context)
    const [first, second] = [
      await makeItem(context, library_id, { name: 'first' }),
      await makeItem(context, library_id, { name: 'second' }),
    ]
    const usage = await addUsage(context, library_id)
    await context.call('item.delete', { library_item_id: first })
    const configuration_info = { apply_library_usage_to_items: true }
    await context.call('library.update', { library_id, update_spec: { configuration_info } })
    const given = { library_item_id: second }
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'item.delete', given)
    checkMatches('The item', await itemOf(context, second), { id: second })
    await context.call('libraryUsages.remove', { library: library_id, usage })
    await context.call('item.delete', given)
  },

  'of a usage and a deletion at once exactly one comes first': async (context) => {
    for (let round = 0; round < context.rounds; round++) {
      const library = await makeLibrary(context)
      const [added, deleted] = await Promise.all([
        context.attempt('libraryUsages.add', { library, spec: { resource_urn: urn } }),
        context.attempt('library.delete', { library_id: library }),
      ])
      const ends = [added.error?.type ?? 'added', deleted.error?.type ?? 'deleted']
      checkOneOf('How they ended', ends, [
        ['added', 'NOT_ALLOWED_IN_CURRENT_STATE'],
        ['NOT_FOUND', 'deleted'],
      ])
    }
  },

  'of a library that is not there are not found': async (context) => {
    const given = { library: unknownId, usage: unknownId }
    await context.refused('NOT_FOUND', 'libraryUsages.list', { library: unknownId })
    for (const name of ['libraryUsages.get', 'libraryUsages.remove'] as const)
      await context.refused('NOT_FOUND', name, given)
    const spec = { resource_urn: urn }
    await context.refused('NOT_FOUND', 'libraryUsages.add', { library: unknownId, spec })
  },

  'who may only read does not declare them': async (context) => {
    const as = secondUserOf(context)
    const library = await makeLibrary(context)
    const usage = await addUsage(context, library)
    const spec = { resource_urn: 'urn:vmomi:vm:vm-13' }
    await context.refused('UNAUTHORIZED', 'libraryUsages.add', { library, spec }, as)
    await context.refused('UNAUTHORIZED', 'libraryUsages.remove', { library, usage }, as)
    await context.refused('UNAUTHORIZED', 'library.force_delete', { library_id: library }, as)
    checkEqual('The usages', await usagesOf(context, library), [{ usage, resource_urn: urn }])
  },
})
