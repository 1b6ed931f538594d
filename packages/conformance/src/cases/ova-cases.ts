import { check, checkEqual, checkMatches } from '../check/check.ts'
import { fileOf } from '../fixtures/items.ts'
import { makeLoneItem } from '../fixtures/libraries.ts'
import { manifestOf, membersOf, ovfOf } from '../fixtures/ova.ts'
import type { Member } from '../fixtures/ova.ts'
import { readFrom, transferError } from '../fixtures/transfers.ts'
import { fillItem } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const disks = { 'disk-1.vmdk': 'one '.repeat(300), 'disk-2.vmdk': 'two' }
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

/** Sets of OVF files as archives. */
export const ovaCases = defineCases('OVA archives', 'OVA archives', {
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
    checkEqual('The first member', packed[0], members[0])
    checkEqual('The members', packed.toSorted(byName), expected.toSorted(byName))
  },

  'a range of an archive is passed over': async (context) => {
    const { uri } = await openDownload(context, await makeSet(context), 'box.ovf')
    const answer = await readFrom(context, `${uri}?format=ova`, { range: 'bytes=0-9' })
    checkEqual('The status', answer.status, 200)
    checkEqual('The length', answer.headers['content-length'], String(answer.bytes.byteLength))
  },

  'an archive is refused of what is no OVF set': async (context) => {
    const item = await makeSet(context)
    const { uri: disk } = await openDownload(context, item, 'disk-1.vmdk')
    const { uri } = await openDownload(context, item, 'box.ovf')
    const { file_download_endpoint: own } = await fileOf(context, item, 'box.ovf')
    const plain = await makeLoneItem(context)
    await fillItem(context, plain, files)
    const { uri: other } = await openDownload(context, plain, 'box.ovf')
    const addresses = [`${disk}?format=ova`, `${uri}?format=zip`, `${own}?format=ova`]
    for (const address of [...addresses, `${other}?format=ova`])
      transferError(await readFrom(context, address), 'INVALID_ARGUMENT')
  },

  'an archive is read while its session lives': async (context) => {
    const { session, uri } = await openDownload(context, await makeSet(context), 'box.ovf')
    await context.call('downloadSession.cancel', { download_session_id: session })
    transferError(await readFrom(context, `${uri}?format=ova`), 'NOT_FOUND')
  },
})

const byName = ([a]: Member, [b]: Member): number => (a < b ? -1 : 1)
