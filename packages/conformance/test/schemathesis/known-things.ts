import { fileOf } from '../../src/fixtures/items.ts'
import { librarySpec, makeItem } from '../../src/fixtures/libraries.ts'
import { addFile, fillItem, openSession } from '../../src/fixtures/update-sessions.ts'
import type { CaseContext } from '../../src/run/case-context.ts'

/** Values of parameters, by name. */
type Values = Readonly<Record<string, string>>

/** Values of parameters for the operations whose `operationId` matches. */
export interface KnownThings {
  readonly operations: string
  readonly values: Values
}

/**
 * Makes something of each kind, so that what is called exists. What operations end or delete is other
 * than what the rest reads and changes. The first that matches an operation counts.
 */
export const makeKnownThings = async (context: CaseContext): Promise<readonly KnownThings[]> => {
  const create_spec = librarySpec(context)
  const library_id = await context.call('localLibrary.create', { create_spec })
  const doomedLibrary = await context.call('localLibrary.create', {
    create_spec: librarySpec(context),
  })
  const kept = await makeFilled(context, library_id, 'kept')
  const ended = await makeFilled(context, library_id, 'ended')
  const doomed = await makeFilled(context, library_id, 'doomed')
  return [
    { operations: '\\.item\\.delete$', values: doomed.values },
    { operations: 'ibrary\\.(?!find|get|list|update)', values: { library_id: doomedLibrary } },
    { operations: '\\.(cancel|complete|delete|fail|remove)$', values: ended.values },
    { operations: '^transfers\\.(upload|parts)', values: addressIn('session', kept.upload) },
    { operations: '^transfers\\.file', values: addressIn('owner', kept.file) },
    { operations: '^transfers\\.download', values: addressIn('owner', kept.download) },
    { operations: '.', values: { library_id, ...kept.values } },
  ]
}

const makeFilled = async (context: CaseContext, library_id: string, name: string) => {
  const library_item_id = await makeItem(context, library_id, { name })
  await fillItem(context, library_item_id, { 'a.txt': 'some text' })
  const update_session_id = await openSession(context, library_item_id)
  const { uri: upload } = await addFile(context, update_session_id, 'b.txt')
  const download_session_id = await context.call('downloadSession.create', {
    create_spec: { library_item_id },
  })
  const { download_endpoint } = await context.call('downloadSessionFile.prepare', {
    download_session_id,
    file_name: 'a.txt',
  })
  const { file_download_endpoint } = await fileOf(context, library_item_id, 'a.txt')
  return {
    upload,
    file: file_download_endpoint,
    download: download_endpoint?.uri,
    values: {
      library_item_id,
      source_library_item_id: library_item_id,
      update_session_id,
      download_session_id,
      file_name: 'a.txt',
      name: 'a.txt',
    },
  }
}

/** The parts of a transfer's address. */
const addressIn = (owner: 'session' | 'owner', uri = ''): Values => {
  const [id = '', file = '', mac = '', name = ''] = new URL(uri).pathname.split('/').slice(3)
  return { [owner]: id, file, mac, name }
}
