import { check, checkEqual, checkMatches } from '../check/check.ts'
import { fileOf } from '../fixtures/items.ts'
import { makeLoneItem } from '../fixtures/libraries.ts'
import { readFrom, sendTransfer, transferError } from '../fixtures/transfers.ts'
import { fillItem } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const content = '0123456789'

/** The URL of a file with ten bytes, and its tag. */
const openFile = async (context: CaseContext) => {
  const item = await makeLoneItem(context)
  await fillItem(context, item, { 'disk.iso': content })
  const { file_download_endpoint: uri = '' } = await fileOf(context, item, 'disk.iso')
  const head = await readFrom(context, uri, {}, 'HEAD')
  return { item, uri, head, etag: head.headers['etag'] ?? '' }
}

const parts = [
  ['bytes=0-0', '0', 'bytes 0-0/10'],
  ['bytes=3-5', '345', 'bytes 3-5/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=7-99', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=-99', content, 'bytes 0-9/10'],
  ['bytes=0-', content, 'bytes 0-9/10'],
] as const

/** No ranges, or more of them than one at a time. */
const passedOver = ['bytes=5-3', 'bytes=-', 'bytes=a-b', 'lines=1-2', 'bytes 1-2', 'bytes=1-2,4-5']

/** How files are read, and that they are never pages. */
export const downloadCases = defineCases('downloads', 'Transfers', {
  'GET answers the whole file': async (context) => {
    const { uri } = await openFile(context)
    const answer = await readFrom(context, uri)
    checkEqual('The answer', [answer.status, answer.text], [200, content])
    checkMatches('The headers', answer.headers, { 'accept-ranges': 'bytes', etag: /^"[^"]+"$/ })
  },

  'the length of what comes is told': async (context) => {
    const { uri } = await openFile(context)
    for (const [range, length] of [
      ['', '10'],
      ['bytes=3-5', '3'],
    ] as const) {
      const { headers } = await readFrom(context, uri, range === '' ? {} : { range })
      checkEqual('The length told', headers['content-length'], length)
    }
  },

  'HEAD tells of the file, without its bytes': async (context) => {
    const { head, uri } = await openFile(context)
    checkEqual('The answer', [head.status, head.text], [200, ''])
    checkMatches('The headers', head.headers, { 'content-length': '10', etag: /^"[^"]+"$/ })
    const whole = await readFrom(context, uri)
    checkEqual('The tag', whole.headers['etag'], head.headers['etag'])
  },

  'a range is answered as a part': async (context) => {
    const { uri } = await openFile(context)
    for (const [range, text, told] of parts) {
      const answer = await readFrom(context, uri, { range })
      checkEqual(`The answer to ${range}`, [answer.status, answer.text], [206, text])
      checkEqual('The range told', answer.headers['content-range'], told)
    }
  },

  'a range that is none is passed over': async (context) => {
    const { uri } = await openFile(context)
    for (const range of passedOver) {
      const answer = await readFrom(context, uri, { range })
      checkEqual(`The answer to ${range}`, [answer.status, answer.text], [200, content])
    }
  },

  'a range behind the end is 416': async (context) => {
    const { uri } = await openFile(context)
    for (const range of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) {
      const answer = await readFrom(context, uri, { range })
      checkEqual(`The status of ${range}`, answer.status, 416)
      checkEqual('The range told', answer.headers['content-range'], 'bytes */10')
    }
  },

  'If-Range asks for the part of the very file': async (context) => {
    const { uri, etag } = await openFile(context)
    const range = 'bytes=3-5'
    const statusWith = async (given: string) =>
      (await readFrom(context, uri, { range, 'if-range': given })).status
    checkEqual('With its tag', await statusWith(etag), 206)
    for (const other of ['"other"', `W/${etag}`, 'Sat, 31 Jan 2026 09:30:00 GMT'])
      checkEqual(`With ${other}`, await statusWith(other), 200)
  },

  'If-None-Match spares who has the file': async (context) => {
    const { uri, etag } = await openFile(context)
    for (const listed of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await readFrom(context, uri, { 'if-none-match': listed })
      checkEqual(`The answer to ${listed}`, [answer.status, answer.text], [304, ''])
      checkEqual('The tag', answer.headers['etag'], etag)
    }
    const other = await readFrom(context, uri, { 'if-none-match': '"other"' })
    checkEqual('The status with another tag', other.status, 200)
  },

  'a file is never a page': async (context) => {
    const item = await makeLoneItem(context)
    const page = '<script>alert(1)</script>'
    await fillItem(context, item, { 'page.html': page })
    const { file_download_endpoint } = await fileOf(context, item, 'page.html')
    const { text, headers } = await readFrom(context, file_download_endpoint)
    checkEqual('The content', text, page)
    checkMatches('The headers', headers, {
      'content-type': 'application/octet-stream',
      'content-disposition': /^attachment/,
      'x-content-type-options': 'nosniff',
      'content-security-policy': /sandbox/,
      'referrer-policy': 'no-referrer',
    })
  },

  'a file is saved under its name, whatever it holds': async (context) => {
    const item = await makeLoneItem(context)
    const names = ['disk.iso', 'ü 漢字 🎈.iso', `it's "it" (*).iso`, '100%25 sure;a=b.iso']
    await fillItem(context, item, Object.fromEntries(names.map((name) => [name, 'x'])))
    for (const name of names) {
      const { file_download_endpoint } = await fileOf(context, item, name)
      const { headers } = await readFrom(context, file_download_endpoint)
      const disposition = headers['content-disposition'] ?? ''
      const [, encoded = ''] = /^attachment;.*filename\*=UTF-8''([^;]*)$/.exec(disposition) ?? []
      check(/^[\w.%!&+^`|~-]+$/.test(encoded), `The disposition of ${name} is ${disposition}`)
      checkEqual('The name', decodeURIComponent(encoded), name)
    }
  },

  'a URL with one character changed is not found': async (context) => {
    const { uri } = await openFile(context)
    const segments = uri.split('/')
    for (let index = 4; index < segments.length; index++) {
      const segment = segments[index] ?? ''
      const at = Math.floor(segment.length / 2)
      const other = segment[at] === 'a' ? 'b' : 'a'
      const forged = `${segment.slice(0, at)}${other}${segment.slice(at + 1)}`
      const answer = await readFrom(context, segments.with(index, forged).join('/'))
      transferError(answer, 'NOT_FOUND')
    }
    transferError(await readFrom(context, `${uri}x`), 'NOT_FOUND')
  },

  'the URL of a file takes no bytes': async (context) => {
    const { uri } = await openFile(context)
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) {
      const { status } = await sendTransfer(context, uri, { method, body: 'other' })
      check(status === 404 || status === 405, `${method} of a file was answered ${status}`)
    }
    checkEqual('The file', (await readFrom(context, uri)).text, content)
  },

  'a URL ends with the version of the file that it is for': async (context) => {
    const { item, uri, etag } = await openFile(context)
    await fillItem(context, item, { 'other.iso': 'x' })
    checkEqual('While the file is there', (await readFrom(context, uri)).text, content)
    await fillItem(context, item, { 'disk.iso': 'other bytes' })
    transferError(await readFrom(context, uri), 'NOT_FOUND')
    const { file_download_endpoint } = await fileOf(context, item, 'disk.iso')
    const answer = await readFrom(context, file_download_endpoint)
    checkEqual('The file', answer.text, 'other bytes')
    check(answer.headers['etag'] !== etag, 'Other bytes have the same tag')
    await context.call('item.delete', { library_item_id: item })
    transferError(await readFrom(context, file_download_endpoint), 'NOT_FOUND')
  },

  'an empty file has no part': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { empty: '' })
    const { file_download_endpoint } = await fileOf(context, item, 'empty')
    for (const headers of [{}, { range: 'bytes=0-' }]) {
      const answer = await readFrom(context, file_download_endpoint, headers)
      checkEqual('The answer', [answer.status, answer.text], [200, ''])
    }
  },
})
