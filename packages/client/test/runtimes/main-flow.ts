import {
  createClient,
  downloadItem,
  eachUpdateSession,
  isApiError,
  uploadItem,
} from '../../src/index.ts'

/** A server to sign in to. */
export interface FlowOptions {
  readonly server: string
  readonly user: string
  readonly password: string
}

/** What the flow found, for a test to judge elsewhere. */
export interface FlowResult {
  readonly spelling: string | undefined
  /** The item's files, as they came back. */
  readonly files: Readonly<Record<string, string>>
  readonly sessionsLeft: number
  /** The percentage that was told last. */
  readonly progress: number
  /** The type of the error that an unknown library is answered with. */
  readonly unknown: string
}

/** What everybody does with the client, on what the web platform has and nothing else. */
export const mainFlow = async (options: FlowOptions): Promise<FlowResult> => {
  const client = createClient(options)
  const name = crypto.randomUUID()
  const library_id = await client.localLibrary.create({
    create_spec: { name, storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }] },
  })
  let progress = 0
  const texts = { 'a b.txt': 'first', 'c.txt': 'x'.repeat(300_000) }
  const itemId = await uploadItem(client, {
    item: { library_id, name: 'texts' },
    files: Object.entries(texts).map(([file, text]) => ({
      name: file,
      size: text.length,
      open: () => new Blob([text]),
    })),
    onProgress: ({ bytes, size = 0 }) => {
      progress = Math.floor((bytes / size) * 100)
    },
  })
  const files: Record<string, string> = {}
  await downloadItem(client, {
    itemId,
    open: (file) => {
      const decoder = new TextDecoder()
      files[file.name] = ''
      return new WritableStream({
        write: (piece) => void (files[file.name] += decoder.decode(piece, { stream: true })),
      })
    },
  })
  let sessionsLeft = 0
  for await (const { id } of eachUpdateSession(client)) sessionsLeft += id === '' ? 0 : 1
  await client.localLibrary.delete({ library_id })
  const unknown = await client.library.get({ library_id }).then(
    () => 'found',
    (error: unknown) => (isApiError(error) ? error.type : String(error)),
  )
  await client.connection.signOut()
  return { spelling: client.connection.spelling, files, sessionsLeft, progress, unknown }
}
