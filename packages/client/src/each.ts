import type {
  DownloadSessionModel,
  ItemModel,
  LibraryModel,
  UpdateSessionModel,
} from '@accession/core/contract'
import type { Client } from './create-client.ts'
import { getEach } from './get-each.ts'

/** How a list is walked through. */
export interface EachOptions {
  /** Gets under way at once. @default 8 */
  readonly atOnce?: number
  readonly signal?: AbortSignal | undefined
  /** For each answer. @default the connection's */
  readonly timeoutMs?: number | undefined
}

/** A model that says its id, whether or not the server repeats it. */
export type Identified<Model> = Model & { readonly id: string }

/** The libraries one may see; what is deleted meanwhile is left out. */
export const eachLibrary = (
  client: Pick<Client, 'library'>,
  options: EachOptions = {},
): AsyncGenerator<Identified<LibraryModel>, void, undefined> =>
  getEach(
    (call) => client.library.list({}, call),
    async (id, call) => ({ ...(await client.library.get({ library_id: id }, call)), id }),
    options,
  )

/** The items of a library; what is deleted meanwhile is left out. */
export const eachItem = (
  client: Pick<Client, 'item'>,
  input: { readonly library_id: string },
  options: EachOptions = {},
): AsyncGenerator<Identified<ItemModel>, void, undefined> =>
  getEach(
    (call) => client.item.list(input, call),
    async (id, call) => ({ ...(await client.item.get({ library_item_id: id }, call)), id }),
    options,
  )

/** The caller's update sessions, of one item if asked; what is deleted meanwhile is left out. */
export const eachUpdateSession = (
  client: Pick<Client, 'updateSession'>,
  input: { readonly library_item_id?: string } = {},
  options: EachOptions = {},
): AsyncGenerator<Identified<UpdateSessionModel>, void, undefined> =>
  getEach(
    (call) => client.updateSession.list(input, call),
    async (id, call) => ({
      ...(await client.updateSession.get({ update_session_id: id }, call)),
      id,
    }),
    options,
  )

/** The caller's download sessions, of one item if asked; what is deleted meanwhile is left out. */
export const eachDownloadSession = (
  client: Pick<Client, 'downloadSession'>,
  input: { readonly library_item_id?: string } = {},
  options: EachOptions = {},
): AsyncGenerator<Identified<DownloadSessionModel>, void, undefined> =>
  getEach(
    (call) => client.downloadSession.list(input, call),
    async (id, call) => ({
      ...(await client.downloadSession.get({ download_session_id: id }, call)),
      id,
    }),
    options,
  )
