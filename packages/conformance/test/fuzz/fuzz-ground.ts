import type { OperationName } from '@accession/core/contract'
import { isRecord } from '../../src/check/check.ts'
import { makeItem } from '../../src/fixtures/libraries.ts'
import { fileOf } from '../../src/fixtures/items.ts'
import { addFile, fillItem, openSession } from '../../src/fixtures/update-sessions.ts'
import type { CaseContext } from '../../src/run/case-context.ts'
import type { ConformanceTarget } from '../../src/run/conformance-target.ts'
import type { Arguments } from '../../src/spellings/spelling.ts'
import { contextOf, signIn } from '../support/sign-in.ts'
import type { Marks } from './fuzzed-request.ts'

/** What requests are fuzzed on: something of each kind, and how it is. */
export interface FuzzGround {
  readonly marks: Marks
  /** All that a refused request must leave alone. */
  state(): Promise<unknown>
}

/** Transfers wait for nothing but themselves. */
const unbounded = {
  transfer_throttling_bandwidth_total: 0,
  transfer_threads_pool_size: 0,
  priority_transfer_threads_pool_size: 0,
}

/**
 * Lays the ground anew: deletes every library there is, so the target must be nobody else's, and makes
 * one with an item, its file, an ACTIVE update session that waits for a file, and a download session.
 */
export const layGround = async (target: ConformanceTarget): Promise<FuzzGround> => {
  const own = await signIn(target)
  const context = contextOf(target, { kind: 'token', token: own })
  // A fuzzed request may sign this one out.
  const token = await signIn(target)
  for (const library_id of await context.call('library.list', {})) {
    const { state_info } = await context.call('library.get', { library_id })
    if (state_info?.state === 'MAINTENANCE')
      await context.call('library.exit_maintenance', { library_id })
    await context.call('library.force_delete', { library_id })
  }
  await context.call('configuration.update', { model: unbounded })
  const create_spec = { name: 'ground', storage_backings: [{ type: 'DATASTORE' }] } as const
  const library_id = await context.call('localLibrary.create', { create_spec })
  const library_item_id = await makeItem(context, library_id)
  await fillItem(context, library_item_id, { 'a.txt': 'some text' })
  const update_session_id = await openSession(context, library_item_id)
  const { uri } = await addFile(context, update_session_id, 'b.txt')
  const download = { create_spec: { library_item_id } }
  const download_session_id = await context.call('downloadSession.create', download)
  const prepared = { download_session_id, file_name: 'a.txt' }
  const { download_endpoint } = await context.call('downloadSessionFile.prepare', prepared)
  const { file_download_endpoint } = await fileOf(context, library_item_id, 'a.txt')
  return {
    marks: {
      token,
      library_id,
      library_item_id,
      update_session_id,
      download_session_id,
      upload: pathOf(uri),
      download: pathOf(download_endpoint?.uri),
      file: pathOf(file_download_endpoint),
    },
    state: () => stateOf(target, own, { library_item_id, update_session_id, download_session_id }),
  }
}

const pathOf = (uri = ''): string => new URL(uri).pathname

/** A library's version moves with its items, and an update session's expiry with all that is done in it. */
const stateOf = async (
  target: ConformanceTarget,
  token: string,
  {
    library_item_id,
    update_session_id,
    download_session_id,
  }: Readonly<Record<'library_item_id' | 'update_session_id' | 'download_session_id', string>>,
): Promise<unknown> => {
  const context = contextOf(target, { kind: 'token', token })
  const libraries = await context.call('library.list', {})
  const [
    models,
    configuration,
    certificates,
    usages,
    changes,
    updates,
    update,
    files,
    downloads,
    download,
  ] = await Promise.all([
    Promise.all(libraries.map((library_id) => context.call('library.get', { library_id }))),
    context.call('configuration.get', {}),
    context.call('trustedCertificates.list', {}),
    Promise.all(libraries.map((library) => context.call('libraryUsages.list', { library }))),
    seen(context, 'itemChanges.list', { library_item: library_item_id }),
    seen(context, 'updateSession.list', { library_item_id }),
    seen(context, 'updateSession.get', { update_session_id }),
    seen(context, 'updateSessionFile.list', { update_session_id }),
    seen(context, 'downloadSession.list', { library_item_id }),
    stateOfDownload(context, download_session_id),
  ])
  return {
    models,
    configuration,
    certificates,
    usages,
    changes,
    updates,
    update,
    files,
    downloads,
    download,
  }
}

/** What a call answers, or the type of its error. */
const seen = async (context: CaseContext, name: OperationName, given: Arguments) => {
  const { error, result } = await context.attempt(name, given)
  return error ? error.type : result
}

/** Without its expiry, which readers push, and which is written down late. */
const stateOfDownload = async (context: CaseContext, download_session_id: string) => {
  const session = await seen(context, 'downloadSession.get', { download_session_id })
  return isRecord(session) ? session['state'] : session
}
