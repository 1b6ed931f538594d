import type { Connection, Reply } from './connection.ts'
import { headOf, jsonRequest } from './heads.ts'

/** The calls of an update session, in the spelling that every server of the comparison knows. */
const sessions = '/rest/com/vmware/content/library/item/update-session'
const files = '/rest/com/vmware/content/library/item/updatesession/file'

/** Asks for a session of an item, and answers its id. */
export const createSession = async (
  connection: Connection,
  token: string,
  itemId: string,
): Promise<string> => {
  const spec = { create_spec: { library_item_id: itemId } }
  const reply = await connection.exchange(jsonRequest('POST', sessions, token, spec))
  return (valueOf(reply) as { readonly value: string }).value
}

/** What a file is declared with. */
export interface FileSpec {
  readonly name: string
  readonly size?: number
  readonly sha256?: string | undefined
}

/** Adds a file that will be pushed, and answers the target of its upload. */
export const addFile = async (
  connection: Connection,
  token: string,
  sessionId: string,
  { name, size, sha256 }: FileSpec,
): Promise<string> => {
  const spec = {
    file_spec: {
      name,
      source_type: 'PUSH',
      ...(size === undefined ? {} : { size }),
      ...(sha256 === undefined ? {} : { checksum_info: { algorithm: 'SHA256', checksum: sha256 } }),
    },
  }
  const target = `${files}/id:${sessionId}?~action=add`
  const reply = await connection.exchange(jsonRequest('POST', target, token, spec))
  const { value } = valueOf(reply) as {
    readonly value: { readonly upload_endpoint: { readonly uri: string } }
  }
  return targetOf(value.upload_endpoint.uri)
}

/** The head of the request that sends a file to a target. */
export const uploadHead = (target: string, token: string, size: number): string =>
  headOf('PUT', target, { 'content-length': size, 'vmware-api-session-id': token })

/** Completes, cancels or deletes a session. */
export const endSession = async (
  connection: Connection,
  token: string,
  sessionId: string,
  how: 'cancel' | 'complete' | 'delete',
): Promise<void> => {
  const target = `${sessions}/id:${sessionId}`
  const request =
    how === 'delete'
      ? jsonRequest('DELETE', target, token)
      : jsonRequest('POST', `${target}?~action=${how}`, token)
  checkStatus(await connection.exchange(request))
}

/** The head that reads a session. */
export const getHead = (token: string, sessionId: string): string =>
  jsonRequest('GET', `${sessions}/id:${sessionId}`, token)

/** The head that lists the caller's sessions, of one item if asked. */
export const listHead = (token: string, itemId?: string): string =>
  jsonRequest('GET', `${sessions}${itemId ? `?library_item_id=${itemId}` : ''}`, token)

/** The head that deletes a session. */
export const deleteHead = (token: string, sessionId: string): string =>
  jsonRequest('DELETE', `${sessions}/id:${sessionId}`, token)

/** The JSON of a good answer; throws with what came where it was none. */
export const valueOf = (reply: Reply): unknown => {
  checkStatus(reply)
  return JSON.parse(reply.body)
}

const checkStatus = ({ status, body }: Reply): void => {
  if (status < 200 || status > 299) throw new Error(`Answered ${status}: ${body.slice(0, 500)}`)
}

/** The part of an address that a request names. */
export const targetOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search
}
