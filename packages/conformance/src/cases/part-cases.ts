import { check, checkEqual, checkMatches, isRecord } from '../check/check.ts'
import { digestOf } from '../fixtures/digests.ts'
import { checkFiles } from '../fixtures/items.ts'
import { sendTransfer, sendUpload, transferError } from '../fixtures/transfers.ts'
import { addFile, openLoneSession, sessionFile, upload } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import { parseBody } from '../wire/parse-body.ts'
import type { WireAnswer } from '../wire/wire-request.ts'

const content = 'a file in one part'
const jsonType = { 'content-type': 'application/json' }

/** Begins an upload in parts; the case is skipped where files come whole. */
const begin = async (context: CaseContext, uri: string): Promise<string> => {
  const answer = await sendTransfer(context, `${uri}?parts`, { method: 'POST' })
  if (answer.status !== 200) {
    transferError(answer, 'UNSUPPORTED')
    context.skip('files are not taken in parts here')
  }
  const body = parseBody(answer)
  check(isRecord(body) && Number(body['part_size']) > content.length, 'No size of parts is told')
  checkMatches('The answer', body, { upload: /./ })
  return encodeURIComponent(String(body['upload']))
}

const sendPart = (context: CaseContext, uri: string, id: string): Promise<WireAnswer> =>
  sendUpload(context, `${uri}?parts=${id}&number=1`, { body: content })

const tagOf = (answer: WireAnswer): string => {
  check(answer.status === 200, `A part was answered ${answer.status}: ${answer.text}`)
  const body = parseBody(answer)
  check(isRecord(body) && typeof body['tag'] === 'string', 'A part has no tag')
  return body['tag']
}

const end = (context: CaseContext, uri: string, id: string, tags: readonly string[]) => {
  const body = JSON.stringify({ tags })
  return sendTransfer(context, `${uri}?parts=${id}`, { method: 'POST', headers: jsonType, body })
}

/** Files in parts, on hosts that bound the body of a request. */
export const partCases = defineCases('uploads in parts', 'Transfers', {
  'a file arrives by its parts, and is checked as a whole': async (context) => {
    const { item, session } = await openLoneSession(context)
    const checksum = digestOf(content, 'SHA256')
    const checksum_info = { algorithm: 'SHA256', checksum } as const
    const { uri } = await addFile(context, session, 'a', { checksum_info })
    const id = await begin(context, uri)
    const tag = tagOf(await sendPart(context, uri, id))
    checkMatches('The file', await sessionFile(context, session, 'a'), { status: 'TRANSFERRING' })
    checkEqual('The status of the end', (await end(context, uri, id, [tag])).status, 200)
    const ready = { status: 'READY', size: content.length }
    checkMatches('The file', await sessionFile(context, session, 'a'), ready)
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: content })
  },

  'a part or a tag that is not right is refused': async (context) => {
    const { session } = await openLoneSession(context)
    const { uri } = await addFile(context, session, 'a')
    const id = await begin(context, uri)
    transferError(await end(context, uri, id, ['none']), 'INVALID_ARGUMENT')
    const none = await sendUpload(context, `${uri}?parts=${id}&number=0`, { body: content })
    transferError(none, 'INVALID_ARGUMENT')
    const forged = uri.replace(/\/[^/]+(\/[^/]+)$/, '/forged$1')
    const begun = await sendTransfer(context, `${forged}?parts`, { method: 'POST' })
    transferError(begun, 'NOT_FOUND')
    const tag = tagOf(await sendPart(context, uri, id))
    checkEqual('The status of the end', (await end(context, uri, id, [tag])).status, 200)
  },

  'one that is given up can be sent again': async (context) => {
    const { item, session } = await openLoneSession(context)
    const { uri } = await addFile(context, session, 'a')
    const id = await begin(context, uri)
    tagOf(await sendPart(context, uri, id))
    const given = await sendTransfer(context, `${uri}?parts=${id}`, { method: 'DELETE' })
    checkEqual('The status', given.status, 200)
    const waiting = { status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 }
    checkMatches('The file', await sessionFile(context, session, 'a'), waiting)
    transferError(await sendPart(context, uri, id))
    await upload(context, uri, 'whole')
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: 'whole' })
  },

  'after cancel no part and no end is taken': async (context) => {
    const { item, session } = await openLoneSession(context)
    const { uri } = await addFile(context, session, 'a')
    const id = await begin(context, uri)
    const tag = tagOf(await sendPart(context, uri, id))
    await context.call('updateSession.cancel', { update_session_id: session })
    transferError(await sendPart(context, uri, id), 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND')
    const ended = await end(context, uri, id, [tag])
    transferError(ended, 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND')
    await checkFiles(context, item, {})
  },
})
