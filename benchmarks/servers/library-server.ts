import { openConnection } from '../load/connection.ts'
import { jsonRequest } from '../load/heads.ts'
import { valueOf } from '../load/session-calls.ts'
import type { ServerProcess } from './server-process.ts'

/** A server that speaks the content-library API, signed in to, with one library. */
export interface LibraryServer extends ServerProcess {
  readonly name: string
  readonly origin: string
  readonly token: string
  /** Makes items in the library, of type iso unless said otherwise, and answers their ids. */
  createItems(count: number, type?: string): Promise<readonly string[]>
}

const base = '/rest/com/vmware/content'
let itemsMade = 0

/** Signs in to a server that answers, and makes a library there. */
export const openLibrary = async (
  name: string,
  process: ServerProcess,
  origin: string,
  { basic, datastore }: { readonly basic: string; readonly datastore: string },
): Promise<LibraryServer> => {
  const connection = await openConnection(origin)
  const post = async (target: string, value?: unknown, token?: string): Promise<unknown> => {
    const request = jsonRequest('POST', target, token, value)
    const signedIn =
      token === undefined
        ? request.replace('\r\n', `\r\nauthorization: Basic ${basic}\r\n`)
        : request
    return (valueOf(await connection.exchange(signedIn)) as { readonly value: unknown }).value
  }
  const token = String(await post('/rest/com/vmware/cis/session'))
  const libraryId = await post(
    `${base}/local-library`,
    {
      create_spec: {
        name: 'benchmark',
        type: 'LOCAL',
        storage_backings: [{ type: 'DATASTORE', datastore_id: datastore }],
      },
    },
    token,
  )
  return {
    ...process,
    name,
    origin,
    token,
    async createItems(count, type = 'iso') {
      const ids: string[] = []
      while (ids.length < count) {
        const create_spec = { library_id: libraryId, name: `item-${itemsMade++}`, type }
        ids.push(String(await post(`${base}/library/item`, { create_spec }, token)))
      }
      return ids
    },
    async [Symbol.asyncDispose]() {
      connection.close()
      await process[Symbol.asyncDispose]()
    },
  }
}
