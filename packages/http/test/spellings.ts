import type { TestApp } from './test-app.ts'

type Headers = Record<string, string>

/** How tests call what they need of a library, written out by hand in either spelling. */
export interface TestSpelling {
  readonly name: 'rest' | 'api'
  /** Statuses of a result, of one just made, and of none. */
  readonly statuses: { readonly ok: number; readonly created: number; readonly nothing: number }
  readonly session: string
  readonly libraries: string
  readonly unwrap: (body: unknown) => unknown
  createLibrary(app: TestApp, as: Headers, spec: object): Promise<Response>
  createItem(app: TestApp, as: Headers, spec: object): Promise<Response>
  createSession(app: TestApp, as: Headers, itemId: string): Promise<Response>
  getSession(app: TestApp, as: Headers, id: string): Promise<Response>
  deleteSession(app: TestApp, as: Headers, id: string): Promise<Response>
  act(app: TestApp, as: Headers, id: string, action: string, body?: object): Promise<Response>
  addFile(app: TestApp, as: Headers, id: string, spec: object): Promise<Response>
}

const inRest = '/rest/com/vmware/content/library/item'
const inApi = '/api/content/library/item'

/** Addresses and bodies of `/rest`. */
const restSpelling: TestSpelling = {
  name: 'rest',
  statuses: { ok: 200, created: 200, nothing: 200 },
  session: '/rest/com/vmware/cis/session',
  libraries: '/rest/com/vmware/content/library',
  unwrap: (body) => (body as { readonly value: unknown }).value,
  createLibrary: (app, headers, create_spec) =>
    app.send('POST', '/rest/com/vmware/content/local-library', { headers, json: { create_spec } }),
  createItem: (app, headers, create_spec) =>
    app.send('POST', inRest, { headers, json: { create_spec } }),
  createSession: (app, headers, library_item_id) =>
    app.send('POST', `${inRest}/update-session`, {
      headers,
      json: { create_spec: { library_item_id } },
    }),
  getSession: (app, headers, id) =>
    app.send('GET', `${inRest}/update-session/id:${id}`, { headers }),
  deleteSession: (app, headers, id) =>
    app.send('DELETE', `${inRest}/update-session/id:${id}`, { headers }),
  act: (app, headers, id, action, json) =>
    app.send('POST', `${inRest}/update-session/id:${id}?~action=${action}`, { headers, json }),
  addFile: (app, headers, id, file_spec) =>
    app.send('POST', `${inRest}/updatesession/file/id:${id}?~action=add`, {
      headers,
      json: { file_spec },
    }),
}

/** Addresses and bodies of `/api`. */
export const apiSpelling: TestSpelling = {
  name: 'api',
  statuses: { ok: 200, created: 201, nothing: 204 },
  session: '/api/session',
  libraries: '/api/content/library',
  unwrap: (body) => body,
  createLibrary: (app, headers, json) =>
    app.send('POST', '/api/content/local-library', { headers, json }),
  createItem: (app, headers, json) => app.send('POST', inApi, { headers, json }),
  createSession: (app, headers, library_item_id) =>
    app.send('POST', `${inApi}/update-session`, { headers, json: { library_item_id } }),
  getSession: (app, headers, id) => app.send('GET', `${inApi}/update-session/${id}`, { headers }),
  deleteSession: (app, headers, id) =>
    app.send('DELETE', `${inApi}/update-session/${id}`, { headers }),
  act: (app, headers, id, action, json) =>
    app.send('POST', `${inApi}/update-session/${id}?action=${action}`, { headers, json }),
  addFile: (app, headers, id, json) =>
    app.send('POST', `${inApi}/update-session/${id}/file`, { headers, json }),
}

/** Both. */
export const testSpellings = [restSpelling, apiSpelling]
