import { apiSpelling } from './spellings.ts'
import type { TestApp } from './test-app.ts'

type Headers = Record<string, string>

/** A new item in a new library, by the calls themselves. */
export const makeItem = async (app: TestApp, as: Headers): Promise<string> => {
  const library = await apiSpelling.createLibrary(app, as, {
    name: 'images',
    storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
  })
  const library_id = await library.json()
  const item = await apiSpelling.createItem(app, as, { library_id, name: 'ubuntu', type: 'iso' })
  return (await item.json()) as string
}

/** A new ACTIVE update session of an item. */
export const makeSession = async (app: TestApp, as: Headers, item: string): Promise<string> =>
  (await (await apiSpelling.createSession(app, as, item)).json()) as string

/** Adds a PUSH file; answers the path of its upload endpoint. */
export const addPushFile = async (
  app: TestApp,
  as: Headers,
  session: string,
  name: string,
  more: object = {},
): Promise<string> => {
  const spec = { name, source_type: 'PUSH', ...more }
  const info = (await (await apiSpelling.addFile(app, as, session, spec)).json()) as {
    readonly upload_endpoint: { readonly uri: string }
  }
  return new URL(info.upload_endpoint.uri).pathname
}

/** The files of an item as `item.file` lists them. */
export const filesOf = async (
  app: TestApp,
  as: Headers,
  item: string,
): Promise<readonly { readonly name: string; readonly file_download_endpoint?: string }[]> => {
  const response = await app.send('GET', `/api/content/library/item/${item}/file`, { headers: as })
  return (await response.json()) as never
}
