import { checkEqual, checkMatches } from '../check/check.ts'
import { checkFiles, fileOf } from '../fixtures/items.ts'
import { makeLoneItem } from '../fixtures/libraries.ts'
import { until } from '../fixtures/until.ts'
import {
  fillItem,
  namesIn,
  openLoneSession,
  sessionFile,
  stateOf,
} from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

/** A file of the library itself to pull from: every library has those. */
const ownSource = async (context: CaseContext, content: string): Promise<string> => {
  const item = await makeLoneItem(context)
  await fillItem(context, item, { source: content })
  return (await fileOf(context, item, 'source')).file_download_endpoint ?? ''
}

const addPull = (context: CaseContext, update_session_id: string, uri: string) => {
  const file_spec = { name: 'a', source_type: 'PULL', source_endpoint: { uri } } as const
  return context.call('updateSessionFile.add', { update_session_id, file_spec })
}

/** Waits until a pull has ended, one way or the other; the case ends where it may not reach itself. */
const endOf = async (context: CaseContext, session: string) => {
  let file = await sessionFile(context, session, 'a')
  const isOver = async (): Promise<boolean> => {
    file = await sessionFile(context, session, 'a')
    return file.status === 'READY' || file.status === 'ERROR'
  }
  await until(context, 'the pull has ended', isOver)
  if (file.error_message?.default_message.includes('ACCESSION_FETCH_ALLOW'))
    context.skip('the library does not fetch from itself: ACCESSION_FETCH_ALLOW would let it')
  return file
}

/** Files that the library fetches itself. */
export const pullCases = defineCases('pulls', 'Pulling', {
  'what is no place to pull from is INVALID_ARGUMENT': async (context) => {
    const { session: update_session_id } = await openLoneSession(context)
    for (const uri of [
      'ds:///vmfs/volumes/a',
      'ftp://a.example/b',
      'no address',
      'https://u:p@a.example/',
    ])
      await context.refused('INVALID_ARGUMENT', 'updateSessionFile.add', {
        update_session_id,
        file_spec: { name: 'a', source_type: 'PULL', source_endpoint: { uri } },
      })
    checkEqual('The files', await namesIn(context, update_session_id), [])
  },

  'a file is pulled, and is in the item once the session has completed': async (context) => {
    const { item, session } = await openLoneSession(context)
    const uri = await ownSource(context, 'some text')
    const added = await addPull(context, session, uri)
    checkMatches('The file', added, { source_type: 'PULL', source_endpoint: { uri } })
    checkMatches('The file', await endOf(context, session), {
      status: 'READY',
      size: 9,
      bytes_transferred: 9,
      source_endpoint: { uri },
    })
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: 'some text' })
  },

  'a pull that fails tells why, and the session lives on': async (context) => {
    const { item, session } = await openLoneSession(context)
    const uri = await ownSource(context, 'some text')
    const gone = uri.replace(/\/transfers\/.*/, '/transfers/nothing')
    await addPull(context, session, gone)
    const file = await endOf(context, session)
    checkMatches('The file', file, { status: 'ERROR' })
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', {
      update_session_id: session,
    })
    await addPull(context, session, uri)
    checkMatches('The file', await endOf(context, session), { status: 'READY' })
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: 'some text' })
  },

  'complete may come before the last pull is in': async (context) => {
    const { item, session } = await openLoneSession(context)
    const uri = await ownSource(context, 'some text')
    await addPull(context, session, uri)
    const input = { update_session_id: session }
    await context.call('updateSession.complete', input)
    await until(
      context,
      'the session has ended',
      async () => (await stateOf(context, session)) !== 'ACTIVE',
    )
    const { state, error_message } = await context.call('updateSession.get', input)
    if (error_message?.default_message.includes('ACCESSION_FETCH_ALLOW'))
      context.skip('the library does not fetch from itself: ACCESSION_FETCH_ALLOW would let it')
    checkEqual('The state', state, 'DONE')
    await checkFiles(context, item, { a: 'some text' })
  },
})
