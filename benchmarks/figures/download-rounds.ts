import { openConnection } from '../load/connection.ts'
import { headOf, jsonRequest } from '../load/heads.ts'
import { targetOf, valueOf } from '../load/session-calls.ts'
import type { Sample } from '../run/figure.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import { sampleOf } from './context.ts'
import type { Context } from './context.ts'

/** Downloads by so many connections at once, each the whole. */
export const download = (
  { load }: Context,
  server: Parameters<typeof sampleOf>[0] & { readonly origin: string },
  head: string,
  connections: number,
  size: number,
): Promise<Sample> =>
  sampleOf(
    server,
    () =>
      load.run({
        kind: 'requests',
        origin: server.origin,
        connections,
        heads: [head],
        count: connections,
        status: 200,
        counted: true,
      }),
    size / 1e6,
  )

const sessions = '/rest/com/vmware/content/library/item/download-session'
const files = '/rest/com/vmware/content/library/item/downloadsession/file'

/** The head of a download by a session made for it. */
export const endpointOf = async (
  { origin, token }: LibraryServer,
  itemId: string,
  file_name: string,
  query = '',
): Promise<string> => {
  const connection = await openConnection(origin)
  const ask = async (target: string, value: unknown): Promise<unknown> =>
    (
      valueOf(await connection.exchange(jsonRequest('POST', target, token, value))) as {
        readonly value: unknown
      }
    ).value
  const id = String(await ask(sessions, { create_spec: { library_item_id: itemId } }))
  const file = (await ask(`${files}/id:${id}?~action=prepare`, { file_name })) as {
    readonly download_endpoint: { readonly uri: string }
  }
  connection.close()
  return headOf('GET', targetOf(file.download_endpoint.uri) + query)
}
