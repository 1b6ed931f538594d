import type { UpdateSessionModel } from '@accession/core/contract'
import { expectTypeOf } from 'vitest'
import type { Connection } from './connection.ts'
import type { Client } from './create-client.ts'
import type { DownloadClient } from './download-item.ts'
import { eachUpdateSession, type Identified } from './each.ts'
import { library, updateSession } from './services.ts'
import type { UploadClient } from './upload-item.ts'

declare const connection: Connection
declare const client: Client

const sessions = updateSession(connection)
expectTypeOf(sessions).toEqualTypeOf<Client['updateSession']>()
expectTypeOf(sessions.list()).toEqualTypeOf<Promise<readonly string[]>>()
expectTypeOf(library(connection).list({}, { timeoutMs: 1 })).resolves.toEqualTypeOf<
  readonly string[]
>()
// @ts-expect-error: a session is asked for by its id
void sessions.get()
// @ts-expect-error: and by nothing else
void sessions.get({ update_session_id: 's', library_id: 'l' })

expectTypeOf(client).toExtend<UploadClient>()
expectTypeOf(client).toExtend<DownloadClient>()

// What is bound by itself does for what needs no more.
expectTypeOf(eachUpdateSession({ updateSession: sessions })).toEqualTypeOf<
  AsyncGenerator<Identified<UpdateSessionModel>, void, undefined>
>()
