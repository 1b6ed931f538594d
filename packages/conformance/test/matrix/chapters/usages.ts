import { makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import type { Chapter } from '../chapter.ts'

const resource_urn = 'urn:vmomi:vm:vm-12'
const refusal = 'NOT_ALLOWED_IN_CURRENT_STATE'

/** Who uses a library, and how that guards it. */
export const usages: Chapter = async (context, { viewer }) => {
  const library = await makeLibrary(context)
  const given = { library, spec: { resource_urn } }
  const usage = await context.call('libraryUsages.add', given)
  await context.refused('ALREADY_EXISTS', 'libraryUsages.add', given)
  await context.refused('INVALID_ARGUMENT', 'libraryUsages.add', {
    library,
    spec: { resource_urn: 'vm-12' },
  })
  await context.refused('NOT_FOUND', 'libraryUsages.add', { ...given, library: unknownId })
  await context.refused('UNAUTHORIZED', 'libraryUsages.add', given, viewer)
  await context.call('libraryUsages.list', { library }, viewer)
  await context.refused('NOT_FOUND', 'libraryUsages.list', { library: unknownId })
  await context.call('libraryUsages.get', { library, usage })

  for (const name of ['library.delete', 'localLibrary.delete'] as const)
    await context.refused(refusal, name, { library_id: library })
  const library_item_id = await makeItem(context, library)
  const update_spec = { configuration_info: { apply_library_usage_to_items: true } }
  await context.call('library.update', { library_id: library, update_spec })
  await context.refused(refusal, 'item.delete', { library_item_id })

  await context.refused('UNAUTHORIZED', 'libraryUsages.remove', { library, usage }, viewer)
  await context.call('libraryUsages.remove', { library, usage })
  await context.refused('NOT_FOUND', 'libraryUsages.get', { library, usage })
  await context.refused('NOT_FOUND', 'libraryUsages.remove', { library, usage })
  await context.call('item.delete', { library_item_id })
  await context.call('library.delete', { library_id: library })
  await context.refused('NOT_FOUND', 'library.delete', { library_id: library })

  const forced = { library_id: await makeLibrary(context) }
  await context.call('libraryUsages.add', { library: forced.library_id, spec: { resource_urn } })
  await context.refused('UNAUTHORIZED', 'library.force_delete', forced, viewer)
  await context.call('library.force_delete', forced)
  await context.refused('NOT_FOUND', 'library.force_delete', forced)
  await context.refused('NOT_FOUND', 'libraryUsages.list', { library: forced.library_id })
}
