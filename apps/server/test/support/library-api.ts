/** A call that the server answered with an error. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(`${status}: ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

export interface SessionFile {
  readonly name: string
  readonly status: string
  readonly bytes_transferred: number
  readonly upload_endpoint?: { readonly uri: string }
}

/** What tests call of a server, in the `/api` spelling. */
export interface LibraryApi {
  readonly token: string
  call<R>(method: string, path: string, body?: unknown): Promise<R>
  createLibrary(name: string): Promise<string>
  /** Of type `file`, unless said otherwise. */
  createItem(libraryId: string, name: string, type?: string): Promise<string>
  createSession(itemId: string): Promise<string>
  addFile(sessionId: string, name: string, size?: number): Promise<SessionFile>
  /** Names and digests of an item's files, each downloaded whole. */
  download(itemId: string): Promise<ReadonlyMap<string, Uint8Array>>
}

const content = '/api/content'

/** Where the operations on update sessions are. */
export const sessionPath = (id: string, rest = ''): string =>
  `${content}/library/item/update-session/${id}${rest}`

/** Where the operations on items are. */
export const itemPath = (id: string): string => `${content}/library/item/${id}`

/** Signs in. */
export const signIn = async (url: URL, userName: string, password: string): Promise<LibraryApi> => {
  const credentials = Buffer.from(`${userName}:${password}`).toString('base64')
  const answer = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
  })
  return libraryApi(url, String(await readAnswer(answer)))
}

/** Calls a server, or the next of several, under a token that was given out before. */
export const libraryApi = (url: URL | (() => URL), token: string): LibraryApi => {
  const call = async <R>(method: string, path: string, body?: unknown): Promise<R> => {
    const answer = await fetch(new URL(path, typeof url === 'function' ? url() : url), {
      method,
      headers: {
        'vmware-api-session-id': token,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await readAnswer(answer)) as R
  }
  return {
    token,
    call,
    createLibrary: (name) =>
      call('POST', `${content}/local-library`, {
        name,
        type: 'LOCAL',
        storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
      }),
    createItem: (libraryId, name, type = 'file') =>
      call('POST', `${content}/library/item`, { library_id: libraryId, name, type }),
    createSession: (itemId) =>
      call('POST', `${content}/library/item/update-session`, { library_item_id: itemId }),
    addFile: (sessionId, name, size) =>
      call('POST', sessionPath(sessionId, '/file'), {
        name,
        source_type: 'PUSH',
        ...(size !== undefined && { size }),
      }),
    async download(itemId) {
      const path = `${content}/library/item/download-session`
      const id = await call<string>('POST', path, { library_item_id: itemId })
      const files = await call<{ name: string }[]>('GET', `${path}/${id}/file`)
      const contents = new Map<string, Uint8Array>()
      for (const { name } of files) {
        const prepared = await call<{ download_endpoint: { uri: string } }>(
          'POST',
          `${path}/${id}/file?action=prepare`,
          { file_name: name },
        )
        const answer = await fetch(prepared.download_endpoint.uri)
        if (!answer.ok) throw new ApiError(answer.status, await answer.text())
        contents.set(name, new Uint8Array(await answer.arrayBuffer()))
      }
      await call('DELETE', `${path}/${id}`)
      return contents
    },
  }
}

/** Sends the bytes of a file to where its session takes them, with their length or, as a stream, without. */
export const upload = async (
  file: SessionFile,
  bytes: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
): Promise<void> => {
  const body =
    bytes instanceof ReadableStream ? { body: bytes, duplex: 'half' as const } : { body: bytes }
  const uri = String(file.upload_endpoint?.uri)
  await readAnswer(await fetch(uri, { method: 'PUT', ...body }))
}

const readAnswer = async (answer: Response): Promise<unknown> => {
  const text = await answer.text()
  const value: unknown = text === '' ? undefined : JSON.parse(text)
  if (!answer.ok) throw new ApiError(answer.status, value)
  return value
}
