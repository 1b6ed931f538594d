import { check, checkEqual, checkMatches, checkOneOf } from '../check/check.ts'
import { algorithms, digestOf } from '../fixtures/digests.ts'
import { checkFiles } from '../fixtures/items.ts'
import { makeLoneItem, unknownId } from '../fixtures/libraries.ts'
import { sendUpload, transferError } from '../fixtures/transfers.ts'
import {
  addFile,
  fillItem,
  namesIn,
  openLoneSession,
  openSession,
  sendFile,
  sessionFile,
  stateOf,
  upload,
} from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const complete = (context: CaseContext, update_session_id: string) =>
  context.call('updateSession.complete', { update_session_id })

const remove = (context: CaseContext, update_session_id: string, file_name: string) =>
  context.call('updateSessionFile.remove', { update_session_id, file_name })

/** Sends what the checksum does not fit; it must be refused, told of, and sent again. */
const checksChecksum = async (
  context: CaseContext,
  algorithm: keyof typeof algorithms,
): Promise<void> => {
  const { item, session } = await openLoneSession(context)
  const checksum = digestOf('good', algorithm).toUpperCase()
  const { uri } = await addFile(context, session, 'a', { checksum_info: { algorithm, checksum } })
  transferError(await sendUpload(context, uri, { body: 'evil' }), 'INVALID_ARGUMENT')
  const file = await sessionFile(context, session, 'a')
  checkMatches('The file', file, { status: 'ERROR', error_message: { id: /./ } })
  const refused = await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', {
    update_session_id: session,
  })
  const reason = file.error_message?.default_message ?? ''
  const told = refused.messages[0]?.default_message ?? ''
  check(told.includes(reason), `complete does not name the reason: ${told}`)
  checkEqual('The state', await stateOf(context, session), 'ACTIVE')
  await upload(context, uri, 'good')
  const ready = await sessionFile(context, session, 'a')
  checkMatches('The file', ready, { status: 'READY', error_message: undefined, size: 4 })
  await complete(context, session)
  await checkFiles(context, item, { a: 'good' })
}

const checksSize = async (context: CaseContext, content: string): Promise<void> => {
  const { session } = await openLoneSession(context)
  const { uri } = await addFile(context, session, 'a', { size: 10 })
  transferError(await sendUpload(context, uri, { body: content }), 'INVALID_ARGUMENT')
  const file = await sessionFile(context, session, 'a')
  checkMatches('The file', file, { status: 'ERROR', size: 10, error_message: { id: /./ } })
  const given = { update_session_id: session }
  await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', given)
  checkEqual('The state', await stateOf(context, session), 'ACTIVE')
  await upload(context, uri, '0123456789')
  await complete(context, session)
}

/** The files of a session: added, listed as they would be, validated, removed. */
export const sessionFileCases = defineCases('session files', 'Update sessions', {
  'a PUSH file waits, with a URL to send it to': async (context) => {
    const { session } = await openLoneSession(context)
    const checksum = digestOf('good', 'SHA256')
    const checksum_info = { algorithm: 'SHA256', checksum } as const
    const file = await addFile(context, session, 'a', { size: 4, checksum_info })
    checkMatches('The file', file, {
      name: 'a',
      source_type: 'PUSH',
      status: 'WAITING_FOR_TRANSFER',
      size: 4,
      bytes_transferred: 0,
      checksum_info,
      upload_endpoint: { uri: /^https?:\/\// },
    })
    const undeclared = await addFile(context, session, 'b')
    checkMatches('The other', undeclared, { size: undefined, checksum_info: undefined })
  },

  'a PUSH file shows its URL also when it is READY': async (context) => {
    const { session } = await openLoneSession(context)
    const { uri } = await addFile(context, session, 'a')
    await upload(context, uri, 'four')
    const file = await sessionFile(context, session, 'a')
    const seen = { status: 'READY', size: 4, bytes_transferred: 4, upload_endpoint: { uri: /./ } }
    checkMatches('The file', file, seen)
  },

  'a NONE file has no URL, and keeps complete waiting until it goes': async (context) => {
    const { item, session } = await openLoneSession(context)
    const file_spec = { name: 'a', source_type: 'NONE' } as const
    const given = { update_session_id: session }
    const file = await context.call('updateSessionFile.add', { ...given, file_spec })
    checkMatches('The file', file, { source_type: 'NONE', upload_endpoint: undefined })
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', given)
    await remove(context, session, 'a')
    await complete(context, session)
    await checkFiles(context, item, {})
  },

  'a PULL file needs its source': async (context) => {
    const { session } = await openLoneSession(context)
    const given = { update_session_id: session, file_spec: { name: 'a', source_type: 'PULL' } }
    await context.refused('INVALID_ARGUMENT', 'updateSessionFile.add', given)
    checkEqual('The files', await namesIn(context, session), [])
  },

  'a name added again replaces what the session had of it': async (context) => {
    const { item, session } = await openLoneSession(context)
    await sendFile(context, session, 'a', 'first')
    const { uri } = await addFile(context, session, 'a')
    const again = await sessionFile(context, session, 'a')
    checkMatches('The file', again, { status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 })
    await upload(context, uri, 'second')
    checkEqual('The files', await namesIn(context, session), ['a'])
    await complete(context, session)
    await checkFiles(context, item, { a: 'second' })
  },

  'the files are those of the item as it would be': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { kept: 'k', replaced: 'old', removed: 'r' })
    const session = await openSession(context, item)
    await addFile(context, session, 'new')
    await addFile(context, session, 'replaced')
    await remove(context, session, 'removed')
    checkEqual('The files', await namesIn(context, session), ['kept', 'new', 'replaced'])
    const kept = { source_type: 'NONE', status: 'READY', size: 1, upload_endpoint: undefined }
    checkMatches('The untouched file', await sessionFile(context, session, 'kept'), kept)
    const replaced = { source_type: 'PUSH', status: 'WAITING_FOR_TRANSFER' }
    checkMatches('The replaced file', await sessionFile(context, session, 'replaced'), replaced)
    const given = { update_session_id: session, file_name: 'removed' }
    await context.refused('INVALID_ARGUMENT', 'updateSessionFile.get', given)
  },

  'a session shows the item as it was when it began, whatever came later': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { a: 'old', b: 'b' })
    const session = await openSession(context, item)
    await context.call('updateSession.cancel', { update_session_id: session })
    await fillItem(context, item, { a: 'longer', c: 'c' })
    const second = await openSession(context, item)
    await remove(context, second, 'b')
    await complete(context, second)
    checkEqual('The files', await namesIn(context, session), ['a', 'b'])
    checkEqual('The size', (await sessionFile(context, session, 'a')).size, 3)
    await checkFiles(context, item, { a: 'longer', c: 'c' })
  },

  'remove takes back what the session brought': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { a: 'x' })
    const session = await openSession(context, item)
    const { uri } = await addFile(context, session, 'b')
    await remove(context, session, 'b')
    const sent = await sendUpload(context, uri, { body: 'y' })
    checkOneOf('The status of an upload', sent.status, [400, 404])
    await remove(context, session, 'a')
    await sendFile(context, session, 'a', 'new')
    await complete(context, session)
    await checkFiles(context, item, { a: 'new' })
  },

  'a name that neither the session nor the item has is invalid': async (context) => {
    const { session } = await openLoneSession(context)
    for (const file_name of ['unknown', 'a%2fb', ' ']) {
      const given = { update_session_id: session, file_name }
      await context.refused('INVALID_ARGUMENT', 'updateSessionFile.get', given)
      await context.refused('INVALID_ARGUMENT', 'updateSessionFile.remove', given)
    }
    await addFile(context, session, 'a')
    await remove(context, session, 'a')
    const given = { update_session_id: session, file_name: 'a' }
    await context.refused('INVALID_ARGUMENT', 'updateSessionFile.remove', given)
  },

  'a session that is not there is not found': async (context) => {
    const given = { update_session_id: unknownId }
    const file_spec = { name: 'a', source_type: 'PUSH' }
    await context.refused('NOT_FOUND', 'updateSessionFile.add', { ...given, file_spec })
    await context.refused('NOT_FOUND', 'updateSessionFile.get', { ...given, file_name: 'a' })
    await context.refused('NOT_FOUND', 'updateSessionFile.remove', { ...given, file_name: 'a' })
    await context.refused('NOT_FOUND', 'updateSessionFile.validate', given)
  },

  'validate names what is missing and what is invalid': async (context) => {
    const { session } = await openLoneSession(context)
    const given = { update_session_id: session }
    const validate = () => context.call('updateSessionFile.validate', given)
    const fine = { has_errors: false, missing_files: [], invalid_files: [] }
    checkEqual('Of an empty session', await validate(), fine)
    const file_spec = { name: 'none', source_type: 'NONE' } as const
    await context.call('updateSessionFile.add', { ...given, file_spec })
    const missing = { has_errors: true, missing_files: ['none'], invalid_files: [] }
    checkEqual('With a file without bytes', await validate(), missing)
    const { uri } = await addFile(context, session, 'bad', { size: 3 })
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSessionFile.validate', given)
    await sendUpload(context, uri, { body: 'x' })
    const invalid = [{ name: 'bad', error_message: { id: /./ } }]
    checkMatches('With a bad file', await validate(), { has_errors: true, invalid_files: invalid })
    await remove(context, session, 'none')
    await upload(context, uri, 'xyz')
    checkEqual('When all is well', await validate(), fine)
  },

  'SHA1 is checked': (context) => checksChecksum(context, 'SHA1'),
  'MD5 is checked': (context) => checksChecksum(context, 'MD5'),
  'SHA256 is checked': (context) => checksChecksum(context, 'SHA256'),
  'SHA512 is checked': (context) => checksChecksum(context, 'SHA512'),

  'a checksum is SHA1 where no algorithm is named, and must be one': async (context) => {
    const { session } = await openLoneSession(context)
    const checksum = digestOf('good', 'SHA1')
    await sendFile(context, session, 'a', 'good', { checksum_info: { checksum } })
    const bad = await addFile(context, session, 'b', { checksum_info: { checksum } })
    transferError(await sendUpload(context, bad.uri, { body: 'evil' }), 'INVALID_ARGUMENT')
    for (const wrong of ['', 'zz', checksum.slice(1), `${checksum.slice(1)}g`]) {
      const file_spec = { name: 'c', source_type: 'PUSH', checksum_info: { checksum: wrong } }
      const given = { update_session_id: session, file_spec }
      await context.refused('INVALID_ARGUMENT', 'updateSessionFile.add', given)
    }
  },

  'fewer bytes than declared are refused, and can be sent again': (context) =>
    checksSize(context, 'less'),
  'more bytes than declared are refused, and can be sent again': (context) =>
    checksSize(context, 'more than was declared'),

  'a size that no file has is refused': async (context) => {
    const { session } = await openLoneSession(context)
    for (const size of [-1, 1.5, '4', Number.MAX_SAFE_INTEGER]) {
      const file_spec = { name: 'a', source_type: 'PUSH', size }
      const given = { update_session_id: session, file_spec }
      await context.refused('INVALID_ARGUMENT', 'updateSessionFile.add', given)
    }
  },
})
