import { check, checkEqual, checkMatches, checkOneOf } from '../check/check.ts'
import { algorithms, digestOf, someBytes } from '../fixtures/digests.ts'
import { heldBody } from '../fixtures/held-body.ts'
import { checkFiles, fileOf } from '../fixtures/items.ts'
import { readFrom, sendTransfer, sendUpload, transferError } from '../fixtures/transfers.ts'
import { until } from '../fixtures/until.ts'
import {
  addFile,
  openLoneSession,
  sendFile,
  sessionFile,
  stateOf,
  upload,
} from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import type { WireRequest } from '../wire/wire-request.ts'

/** What an upload is answered that nobody waits for any more. */
const unwanted = ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'] as const

async function* inPieces(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces)
    yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
}

const openUpload = async (context: CaseContext, spec = {}) => {
  const { item, session } = await openLoneSession(context)
  const { uri } = await addFile(context, session, 'disk.iso', spec)
  return { item, session, uri }
}

/** Sends a file in some way, completes, and reads it back. */
const arrives = async (
  context: CaseContext,
  request: Partial<Omit<WireRequest, 'path'>>,
  content: string,
): Promise<void> => {
  const { item, session, uri } = await openUpload(context)
  const answer = await sendUpload(context, uri, request)
  checkEqual('The answer to the upload', [answer.status, answer.text], [200, ''])
  await context.call('updateSession.complete', { update_session_id: session })
  await checkFiles(context, item, { 'disk.iso': content })
}

/** Changes one character of each part of a URL; answers all those. */
const forgeries = (uri: string): readonly string[] => {
  const { origin, pathname } = new URL(uri)
  const segments = pathname.split('/')
  return segments.flatMap((segment, index) => {
    if (index < 3 || segment === '') return []
    const at = Math.floor(segment.length / 2)
    const other = segment[at] === 'a' ? 'b' : 'a'
    const forged = `${segment.slice(0, at)}${other}${segment.slice(at + 1)}`
    return [origin + segments.with(index, forged).join('/')]
  })
}

/** Begins an upload and breaks it off; then the file must wait, and be taken when it comes whole. */
const breaksOff = async (context: CaseContext, headers: Record<string, string>): Promise<void> => {
  const { item, session, uri } = await openUpload(context)
  const body = heldBody()
  body.send('x'.repeat(100_000))
  const sent = sendUpload(context, uri, { body, headers }).then(
    ({ status }) => status,
    () => 'broken',
  )
  await until(context, 'The upload is under way', async () => {
    const { status } = await sessionFile(context, session, 'disk.iso')
    return status === 'TRANSFERRING'
  })
  body.break()
  checkEqual('The upload', await sent, 'broken')
  await until(context, 'The file waits again', async () => {
    const { status } = await sessionFile(context, session, 'disk.iso')
    return status === 'WAITING_FOR_TRANSFER'
  })
  await upload(context, uri, 'whole')
  await context.call('updateSession.complete', { update_session_id: session })
  await checkFiles(context, item, { 'disk.iso': 'whole' })
}

/** How bytes are sent, and what becomes of those that are sent wrongly. */
export const uploadCases = defineCases('uploads', 'Transfers', {
  'PUT takes a file, its length told': (context) =>
    arrives(context, { method: 'PUT', body: 'hello bytes' }, 'hello bytes'),

  'POST takes a file as well': (context) =>
    arrives(context, { method: 'POST', body: 'hello bytes' }, 'hello bytes'),

  'PUT takes a file in chunks, its length not told': (context) =>
    arrives(context, { method: 'PUT', body: inPieces('hello ', 'bytes') }, 'hello bytes'),

  'POST takes a file in chunks': (context) =>
    arrives(context, { method: 'POST', body: inPieces('hello ', 'bytes') }, 'hello bytes'),

  'a file may have no byte': (context) => arrives(context, { body: '' }, ''),

  'a form is taken as the bytes it is': (context) =>
    arrives(
      context,
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
      'a=b',
    ),

  'who waits for 100 Continue is told to go on': async (context) => {
    const { item, session, uri } = await openUpload(context)
    const answer = await sendUpload(context, uri, { body: 'hello', expectsContinue: true })
    checkEqual('Whether it was told to go on', answer.wasContinued, true)
    checkEqual('The status', answer.status, 200)
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { 'disk.iso': 'hello' })
  },

  'who waits for 100 Continue in vain sends nothing': async (context) => {
    const { session, uri } = await openUpload(context)
    await context.call('updateSession.cancel', { update_session_id: session })
    const answer = await sendUpload(context, uri, { body: 'hello', expectsContinue: true })
    checkEqual('Whether it was told to go on', answer.wasContinued, false)
    check(answer.status >= 400, `A canceled session's upload was answered ${answer.status}`)
  },

  'the session header beside the URL does no harm': async (context) => {
    const { uri } = await openUpload(context)
    const { headers = {} } = context.write('library.list', {})
    const answer = await sendUpload(context, uri, { body: 'hello', headers })
    checkEqual('The status', answer.status, 200)
  },

  'the URL is at the origin that was called': async (context) => {
    const { session } = await openLoneSession(context)
    const node = context.nextNode()
    const file_spec = { name: 'a', source_type: 'PUSH' }
    const request = context.write('updateSessionFile.add', {
      update_session_id: session,
      file_spec,
    })
    const info = context.readResult('updateSessionFile.add', await context.send(request, node))
    checkEqual('The origin', new URL(info.upload_endpoint?.uri ?? '').origin, node.origin)
  },

  'a URL with one character changed is not found': async (context) => {
    const { uri } = await openUpload(context)
    const forged = forgeries(uri)
    check(forged.length > 0, `${uri} has no part that only its owner knows`)
    for (const one of forged)
      transferError(await sendUpload(context, one, { body: 'x' }), 'NOT_FOUND')
    await upload(context, uri, 'hello')
  },

  'a URL cannot be guessed from another': async (context) => {
    const { session } = await openLoneSession(context)
    const one = await addFile(context, session, 'a')
    const other = await addFile(context, session, 'b')
    const [, ...mine] = new URL(one.uri).pathname.split('/')
    const [, ...theirs] = new URL(other.uri).pathname.split('/')
    check(one.uri !== other.uri, 'Two files have the same URL')
    const mixed = mine.map((segment, index) =>
      segment.length > 30 && index > 2 ? (theirs[index] ?? '') : segment,
    )
    const uri = `${new URL(one.uri).origin}/${mixed.join('/')}`
    if (uri !== other.uri) transferError(await sendUpload(context, uri, { body: 'x' }), 'NOT_FOUND')
    checkMatches('The file', await sessionFile(context, session, 'b'), {
      status: 'WAITING_FOR_TRANSFER',
    })
  },

  'the URL of an upload reads nothing': async (context) => {
    const { uri } = await openUpload(context)
    await upload(context, uri, 'secret')
    for (const method of ['GET', 'HEAD', 'DELETE', 'PATCH']) {
      const { status, text } = await sendTransfer(context, uri, { method })
      checkOneOf(`The status of ${method}`, status, [400, 404, 405])
      check(!text.includes('secret'), `${method} of an upload's URL shows the file`)
    }
  },

  'an upload after cancel is refused': async (context) => {
    const { item, session, uri } = await openUpload(context)
    await context.call('updateSession.cancel', { update_session_id: session })
    transferError(await sendUpload(context, uri, { body: 'x' }), ...unwanted)
    await context.call('updateSession.delete', { update_session_id: session })
    transferError(await sendUpload(context, uri, { body: 'x' }), ...unwanted)
    await checkFiles(context, item, {})
  },

  'adding the name again makes the earlier URL worthless': async (context) => {
    const { item, session, uri } = await openUpload(context)
    const again = await addFile(context, session, 'disk.iso')
    check(again.uri !== uri, 'The URL is the same')
    transferError(await sendUpload(context, uri, { body: 'old' }), ...unwanted)
    await upload(context, again.uri, 'new')
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { 'disk.iso': 'new' })
  },

  'a file that is READY takes no more': async (context) => {
    const { item, session, uri } = await openUpload(context)
    await upload(context, uri, 'first')
    const again = await sendUpload(context, uri, { body: 'second' })
    transferError(again, 'NOT_ALLOWED_IN_CURRENT_STATE')
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { 'disk.iso': 'first' })
  },

  'an upload that breaks off can be sent again': (context) => breaksOff(context, {}),

  'an upload that breaks off before the length it told can be sent again': (context) =>
    breaksOff(context, { 'content-length': '1000000' }),

  'while it runs its file is TRANSFERRING, and complete names it': async (context) => {
    const { session, uri } = await openUpload(context)
    const body = heldBody()
    context.defer(async () => body.end())
    const sent = sendUpload(context, uri, { body })
    body.send('x'.repeat(100_000))
    await until(context, 'The file is TRANSFERRING', async () => {
      body.send('x'.repeat(5_000))
      const { status } = await sessionFile(context, session, 'disk.iso')
      return status === 'TRANSFERRING'
    })
    const given = { update_session_id: session }
    const type = 'NOT_ALLOWED_IN_CURRENT_STATE'
    const { messages } = await context.refused(type, 'updateSession.complete', given)
    check(messages[0]?.default_message.includes('disk.iso') === true, 'It does not name the file')
    await until(context, 'Its progress is told', async () => {
      body.send('x'.repeat(5_000))
      return (await sessionFile(context, session, 'disk.iso')).bytes_transferred > 0
    })
    body.end()
    checkEqual('The status', (await sent).status, 200)
    checkMatches('The file', await sessionFile(context, session, 'disk.iso'), { status: 'READY' })
  },

  'a second upload to the same URL takes over': async (context) => {
    const { item, session, uri } = await openUpload(context)
    const body = heldBody()
    context.defer(async () => body.end())
    const first = sendUpload(context, uri, { body })
    body.send('x'.repeat(100_000))
    await until(context, 'The first is under way', async () => {
      const { status } = await sessionFile(context, session, 'disk.iso')
      return status === 'TRANSFERRING'
    })
    await upload(context, uri, 'second')
    const { status } = await first
    check(status >= 400, `The earlier upload was answered ${status}`)
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { 'disk.iso': 'second' })
  },

  'packed bytes, and parts of a file, are refused': async (context) => {
    const { session, uri } = await openUpload(context)
    const packed = { body: 'x', headers: { 'content-encoding': 'gzip' } }
    transferError(await sendUpload(context, uri, packed), 'INVALID_ARGUMENT')
    const part = { body: 'x', headers: { 'content-range': 'bytes 0-0/2' } }
    transferError(await sendUpload(context, uri, part), 'INVALID_ARGUMENT')
    const plain = { body: 'x', headers: { 'content-encoding': 'identity' } }
    checkEqual('The status', (await sendUpload(context, uri, plain)).status, 200)
    checkEqual('The state', await stateOf(context, session), 'ACTIVE')
  },

  'some megabytes arrive as they were sent': async (context) => {
    const content = someBytes(3 * 1024 * 1024 + 12_345, 7)
    const { item, session } = await openLoneSession(context)
    const checksum = digestOf(content, 'SHA256')
    const checksum_info = { algorithm: 'SHA256', checksum } as const
    const size = content.byteLength
    await sendFile(context, session, 'counted', content, { size })
    const { uri } = await addFile(context, session, 'chunked', { checksum_info })
    const pieces = Array.from({ length: 100 }, (_, index) =>
      content.subarray((index * size) / 100, ((index + 1) * size) / 100),
    )
    const body = inPieces(...pieces)
    checkEqual('The status', (await sendUpload(context, uri, { body })).status, 200)
    await context.call('updateSession.complete', { update_session_id: session })
    for (const name of ['counted', 'chunked']) {
      const file = await fileOf(context, item, name)
      const { bytes } = await readFrom(context, file.file_download_endpoint)
      checkEqual(`The digest of ${name}`, digestOf(bytes, 'SHA256'), checksum)
    }
  },

  'large files with every checksum are refused where one bit differs': async (context) => {
    const { session } = await openLoneSession(context)
    const content = someBytes(300_000, 3)
    const wrong = Uint8Array.from(content)
    wrong[200_000] = (wrong[200_000] ?? 0) ^ 1
    for (const algorithm of Object.keys(algorithms) as (keyof typeof algorithms)[]) {
      const checksum_info = { algorithm, checksum: digestOf(content, algorithm) }
      const { uri } = await addFile(context, session, algorithm, { checksum_info })
      transferError(await sendUpload(context, uri, { body: wrong }), 'INVALID_ARGUMENT')
      await upload(context, uri, content)
    }
    await context.call('updateSession.complete', { update_session_id: session })
  },
})
