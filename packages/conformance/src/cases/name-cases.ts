import { randomUUID } from 'node:crypto'
import { checkEqual } from '../check/check.ts'
import { checkFiles } from '../fixtures/items.ts'
import { librarySpec, makeItem, makeLibrary } from '../fixtures/libraries.ts'
import { namesIn, openLoneSession, sendFile } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const libraryOf = (context: CaseContext, library_id: string) =>
  context.call('localLibrary.get', { library_id })

const refusesSpec = (context: CaseContext, type: string, spec: object) =>
  context.refused(type, 'localLibrary.create', {
    create_spec: { ...librarySpec(context), ...spec },
  })

const refusesItem = (context: CaseContext, type: string, create_spec: object) =>
  context.refused(type, 'item.create', { create_spec })

const refusedNames = [
  '',
  '  ',
  '.',
  '..',
  'a/b',
  '/etc/passwd',
  '../a',
  'a\\b',
  'a\nb',
  'a\u0000',
  'C:disk',
  'c:\\disk',
  'a%2fb',
  'a%2Fb',
  'a%5cb',
  '..%2F..%2Fa',
  'ü'.repeat(128),
]

const literalNames = ['a%20b', '...', 'x%252fy', ' a ', 'ab:c', '<b>&"', '漢字 🎈', 'ü'.repeat(127)]

/** What libraries, items and files may be called, and where they may be said to be. */
export const nameCases = defineCases('names', 'Names and limits', {
  'of a library: a name has 1 to 80 characters, a description up to 2,000': async (context) => {
    const name = `🎈${randomUUID().padEnd(79, 'x')}`
    const id = await makeLibrary(context, { name, description: 'ü'.repeat(2000) })
    checkEqual('The name', (await libraryOf(context, id)).name, name)
    for (const wrong of [{ name: '' }, { name: '   ' }, { name: 'x'.repeat(81) }])
      await refusesSpec(context, 'INVALID_ARGUMENT', wrong)
    await refusesSpec(context, 'INVALID_ARGUMENT', { name: 'a\nb' })
    await refusesSpec(context, 'INVALID_ARGUMENT', { description: 'x'.repeat(2001) })
    await refusesSpec(context, 'INVALID_ARGUMENT', { description: '\u0007' })
  },

  'of a library: one storage backing is taken and given back, two are unsupported': async (
    context,
  ) => {
    const backings = [
      { type: 'DATASTORE', datastore_id: 'datastore-4711' },
      { type: 'OTHER', storage_uri: 'nfs://somewhere.invalid/share' },
    ] as const
    for (const backing of backings) {
      const id = await makeLibrary(context, { storage_backings: [backing] })
      checkEqual('The backings', (await libraryOf(context, id)).storage_backings, [backing])
    }
    await refusesSpec(context, 'UNSUPPORTED', { storage_backings: backings })
    await refusesSpec(context, 'INVALID_ARGUMENT', { storage_backings: [] })
    await refusesSpec(context, 'INVALID_ARGUMENT', { storage_backings: undefined })
    await refusesSpec(context, 'INVALID_ARGUMENT', { storage_backings: [{ type: 'NFS' }] })
  },

  'of items: they are unique in a library without regard to case': async (context) => {
    const library_id = await makeLibrary(context)
    await makeItem(context, library_id, { name: 'Été' })
    for (const name of ['Été', 'ÉTÉ', 'E\u0301t\u00e9'])
      await refusesItem(context, 'ALREADY_EXISTS', { library_id, name })
    await makeItem(context, library_id, { name: 'Ete' })
    await makeItem(context, await makeLibrary(context), { name: 'Été' })
  },

  'of items: one is free again once its item is deleted': async (context) => {
    const library_id = await makeLibrary(context)
    const first = await makeItem(context, library_id, { name: 'a' })
    await context.call('item.delete', { library_item_id: first })
    const second = await makeItem(context, library_id, { name: 'A' })
    checkEqual('The list', await context.call('item.list', { library_id }), [second])
  },

  'of an item: a name has 1 to 80 characters, a description up to 2,000': async (context) => {
    const library_id = await makeLibrary(context)
    await makeItem(context, library_id, { name: '🎈'.repeat(80), description: 'x'.repeat(2000) })
    for (const name of ['', ' ', 'x'.repeat(81), 'a\tb', 'a\u0000'])
      await refusesItem(context, 'INVALID_ARGUMENT', { library_id, name })
    await refusesItem(context, 'INVALID_ARGUMENT', { library_id })
    const description = 'x'.repeat(2001)
    await refusesItem(context, 'INVALID_ARGUMENT', { library_id, name: 'a', description })
  },

  'of a file: one that could lead elsewhere is refused': async (context) => {
    const { session } = await openLoneSession(context)
    for (const name of refusedNames) {
      const file_spec = { name, source_type: 'PUSH' }
      const given = { update_session_id: session, file_spec }
      await context.refused('INVALID_ARGUMENT', 'updateSessionFile.add', given)
    }
    checkEqual('The files', await namesIn(context, session), [])
  },

  'of a file: any other is taken as it is': async (context) => {
    const { item, session } = await openLoneSession(context)
    for (const name of literalNames) await sendFile(context, session, name, name)
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, Object.fromEntries(literalNames.map((name) => [name, name])))
  },
})
