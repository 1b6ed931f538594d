import { check, checkEqual, checkMatches } from '../check/check.ts'
import { heldBody } from '../fixtures/held-body.ts'
import { checkFiles, fileOf } from '../fixtures/items.ts'
import { makeLoneItem } from '../fixtures/libraries.ts'
import { archiveEnd, manifestOf, memberBlocks, membersOf, ovaOf, ovfOf } from '../fixtures/ova.ts'
import type { Member } from '../fixtures/ova.ts'
import { readFrom, sendUpload, transferError } from '../fixtures/transfers.ts'
import { until } from '../fixtures/until.ts'
import {
  addFile,
  fillItem,
  namesIn,
  openSession,
  sessionFile,
  upload,
} from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import type { CaseOf, ConformanceCase } from '../run/conformance-case.ts'
import type { WireError } from '../wire/wire-error.ts'

const disks = { 'disk-2.vmdk': 'two '.repeat(300), 'disk-1.vmdk': 'one' }
const files = { 'box.ovf': ovfOf(disks), ...disks }

/** A download session on an item, and the endpoint of one of its files. */
const openDownload = async (context: CaseContext, item: string, file_name: string) => {
  const create_spec = { library_item_id: item }
  const session = await context.call('downloadSession.create', { create_spec })
  const given = { download_session_id: session, file_name }
  const { download_endpoint } = await context.call('downloadSessionFile.prepare', given)
  return { session, uri: download_endpoint?.uri ?? '' }
}

const makeSet = async (context: CaseContext): Promise<string> => {
  const item = await makeLoneItem(context, { type: 'ovf' })
  await fillItem(context, item, files)
  return item
}

const members: readonly Member[] = Object.entries(files)

/** A session on an item for OVF sets, with an archive that is to be sent. */
const openArchive = async (context: CaseContext) => {
  const item = await makeLoneItem(context, { type: 'ovf' })
  const session = await openSession(context, item)
  const { uri } = await addFile(context, session, 'box.ova')
  return { item, session, uri }
}

const descriptor: Member = ['box.ovf', files['box.ovf']]

/** What keeps an archive from being taken, and what the error tells of. */
const hostile: readonly (readonly [string, Uint8Array, string])[] = [
  [
    'a link',
    Buffer.concat([memberBlocks(descriptor), memberBlocks(['l', ''], '2'), archiveEnd]),
    'link',
  ],
  ['a way up', ovaOf([descriptor, ['../up', 'x']]), '../up'],
  ['a name twice', ovaOf([descriptor, descriptor]), 'box.ovf'],
  ['no descriptor first', ovaOf([['disk-2.vmdk', 'x'], descriptor]), 'disk-2.vmdk'],
  ['its end cut off', ovaOf(members).subarray(0, 3_000), 'disk-2.vmdk'],
  ['more after its end', Buffer.concat([ovaOf(members), Buffer.from('more')]), 'after its end'],
]

/** Bytes are the same whatever spelling asks for them: one tries them. */
const once = (run: ConformanceCase['run']): CaseOf => ({ spellings: ['api'], run })

/** Sets of OVF files as archives. */
export const ovaCases = defineCases('OVA archives', 'OVA archives', {
  'an archive that is sent becomes its members': async (context) => {
    const { item, session, uri } = await openArchive(context)
    await upload(context, uri, ovaOf([...members, ['box.mf', manifestOf(members)]]))
    checkMatches('The archive', await sessionFile(context, session, 'box.ova'), {
      status: 'READY',
      source_type: 'PUSH',
      keep_in_storage: false,
    })
    for (const [name, content] of members)
      checkMatches(`The member ${name}`, await sessionFile(context, session, name), {
        status: 'READY',
        source_type: 'NONE',
        size: Buffer.byteLength(content),
        keep_in_storage: true,
      })
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, files)
  },

  'a hostile archive is refused by what is wrong with it, and the session lives on': once(
    async (context) => {
      const { item, session, uri } = await openArchive(context)
      for (const [what, archive, told] of hostile) {
        const answer = await sendUpload(context, uri, { body: archive })
        const message = textOf(transferError(answer, 'INVALID_ARGUMENT'))
        check(message.includes(told), `The error of ${what} was ${message}`)
        checkEqual('The files of the session', await namesIn(context, session), ['box.ova'])
        checkMatches('The archive', await sessionFile(context, session, 'box.ova'), {
          status: 'ERROR',
          error_message: { default_message: message },
        })
      }
      await upload(context, uri, ovaOf(members))
      await context.call('updateSession.complete', { update_session_id: session })
      await checkFiles(context, item, files)
    },
  ),

  'a member that the manifest contradicts is refused by its name': once(async (context) => {
    const { session, uri } = await openArchive(context)
    const [, disk] = members
    const wrong: Member = ['box.mf', manifestOf([descriptor, ['disk-2.vmdk', 'other']])]
    if (!disk) throw new TypeError('The set has two files at least')
    for (const archive of [ovaOf([descriptor, wrong, disk]), ovaOf([descriptor, disk, wrong])]) {
      const answer = await sendUpload(context, uri, { body: archive })
      const message = textOf(transferError(answer, 'INVALID_ARGUMENT'))
      check(message.includes('disk-2.vmdk'), `The error was ${message}`)
      checkEqual('The files of the session', await namesIn(context, session), ['box.ova'])
    }
  }),

  'an archive that breaks off leaves nothing, and can be sent again': once(async (context) => {
    const { item, session, uri } = await openArchive(context)
    const body = heldBody()
    const sent = sendUpload(context, uri, { body }).then(
      ({ status }) => status,
      () => 'broken',
    )
    body.send(ovaOf(members).toString('latin1', 0, 2_000))
    await until(context, 'A member is under way', async () => {
      const listed = await context.call('updateSessionFile.list', { update_session_id: session })
      return listed.some(({ name, status }) => name === 'disk-2.vmdk' && status === 'TRANSFERRING')
    })
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', {
      update_session_id: session,
    })
    body.break()
    checkEqual('The upload', await sent, 'broken')
    await until(context, 'The archive waits again', async () => {
      const { status } = await sessionFile(context, session, 'box.ova')
      return status === 'WAITING_FOR_TRANSFER'
    })
    checkEqual('The files of the session', await namesIn(context, session), ['box.ova'])
    await upload(context, uri, ovaOf(members))
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, files)
  }),

  'a second upload of an archive takes over, and removing it takes its members along': once(
    async (context) => {
      const { session, uri } = await openArchive(context)
      const body = heldBody()
      const first = sendUpload(context, uri, { body }).then(
        ({ status }) => status,
        () => 'broken',
      )
      body.send(ovaOf(members).toString('latin1', 0, 2_000))
      await until(context, 'The first is under way', async () =>
        (await namesIn(context, session)).includes('disk-2.vmdk'),
      )
      await upload(context, uri, ovaOf(members))
      body.break()
      check((await first) !== 200, 'Both uploads were taken')
      const names = [...members.map(([name]) => name), 'box.ova'].toSorted()
      checkEqual('The files of the session', await namesIn(context, session), names)
      await context.call('updateSessionFile.remove', {
        update_session_id: session,
        file_name: 'box.ova',
      })
      checkEqual('The files of the session', await namesIn(context, session), [])
    },
  ),

  'an OVF set is read as one archive, with a fresh manifest': async (context) => {
    const { uri } = await openDownload(context, await makeSet(context), 'box.ovf')
    const head = await readFrom(context, `${uri}?format=ova`, {}, 'HEAD')
    const answer = await readFrom(context, `${uri}?format=ova`)
    const headers = {
      'accept-ranges': 'none',
      'content-disposition': /filename="box\.ova"/,
      'content-length': String(answer.bytes.byteLength),
    }
    for (const { status, headers: told } of [head, answer]) {
      checkEqual('The status', status, 200)
      checkMatches('The headers', told, headers)
      check(!('etag' in told), 'The archive has an ETag')
    }
    checkEqual('The body of the answer to HEAD', head.text, '')
    const packed = membersOf(Buffer.from(answer.bytes))
    const expected: readonly Member[] = [...members, ['box.mf', manifestOf(members)]]
    checkEqual('The manifest', packed.filter(isManifest), expected.filter(isManifest))
    checkEqual(
      'The others',
      packed.filter((one) => !isManifest(one)),
      members,
    )
  },

  'a range of an archive is passed over': once(async (context) => {
    const { uri } = await openDownload(context, await makeSet(context), 'box.ovf')
    const answer = await readFrom(context, `${uri}?format=ova`, { range: 'bytes=0-9' })
    checkEqual('The status', answer.status, 200)
    checkEqual('The length', answer.headers['content-length'], String(answer.bytes.byteLength))
  }),

  'an archive is refused of what is no OVF set': once(async (context) => {
    const item = await makeSet(context)
    const { uri: disk } = await openDownload(context, item, 'disk-2.vmdk')
    const { uri } = await openDownload(context, item, 'box.ovf')
    const { file_download_endpoint: own } = await fileOf(context, item, 'box.ovf')
    const plain = await makeLoneItem(context)
    await fillItem(context, plain, files)
    const { uri: other } = await openDownload(context, plain, 'box.ovf')
    const addresses = [`${disk}?format=ova`, `${uri}?format=zip`, `${own}?format=ova`]
    for (const address of [...addresses, `${other}?format=ova`])
      transferError(await readFrom(context, address), 'INVALID_ARGUMENT')
  }),

  'an archive is read while its session lives': once(async (context) => {
    const { session, uri } = await openDownload(context, await makeSet(context), 'box.ovf')
    await context.call('downloadSession.cancel', { download_session_id: session })
    transferError(await readFrom(context, `${uri}?format=ova`), 'NOT_FOUND')
  }),
})

const textOf = ({ messages }: WireError): string => messages[0]?.default_message ?? ''

const isManifest = ([name]: Member): boolean => name === 'box.mf'
