import { openDownload } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import type { Answer } from '../answer/answer.ts'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import { archiveAnswer, askedFormat } from './archive-answer.ts'
import { capabilityOf } from './capability-of.ts'
import { attachment } from './content-disposition.ts'
import { allowsRange, isTagListed } from './entity-tag.ts'
import { readRange } from './range.ts'

type Download = Awaited<ReturnType<typeof openDownload>>

/** Where files are read from, by GET and HEAD; the address alone is the right to. */
export const downloadRoute = (kind: 'download' | 'file'): Answering => ({
  route: `/transfers/${kind}/{owner}/{file}/{mac}/{name}`,
  asked: 'download',
  dialect: 'none',
  writeError: (error) => apiDialect.writeError(error),
  async respond({ context, world }) {
    const { url, headers, method } = context.req.raw
    const capability = capabilityOf(kind, url)
    const format = askedFormat(url)
    if (format !== undefined) return archiveAnswer(world, capability, format, method)
    const download = await openDownload(world, capability)
    const { etag } = download
    if (isTagListed(headers.get('if-none-match'), etag))
      return { status: 304, headers: { etag, 'cache-control': caching } }
    if (method === 'HEAD') return whole(download)
    const asked = allowsRange(headers.get('if-range'), etag) ? headers.get('range') : null
    const range = readRange(asked, download.size)
    if (range !== 'unsatisfiable') {
      const { 'content-disposition': disposition, 'content-type': type } = fileHeaders(download)
      const elsewhere = await download.elsewhere({
        'content-disposition': disposition,
        'content-type': type,
      })
      if (elsewhere !== undefined) return redirect(elsewhere)
    }
    if (range === undefined) return { ...whole(download), body: await download.read() }
    if (range === 'unsatisfiable') return unsatisfiable(download, asked ?? '')
    const { start, end } = range
    return {
      status: 206,
      headers: {
        ...fileHeaders(download),
        'content-length': String(end - start),
        'content-range': `bytes ${start}-${end - 1}/${download.size}`,
      },
      body: await download.read(range),
    }
  },
})

const caching = 'private, no-transform'

/** A stored file is never a page: it is saved, whatever it claims to be. */
const fileHeaders = ({ name, etag }: Download) => ({
  'accept-ranges': 'bytes',
  'cache-control': caching,
  'content-disposition': attachment(name),
  'content-security-policy': 'sandbox',
  'content-type': 'application/octet-stream',
  etag,
})

/** The address is a right of its own, for a while: nobody keeps it or tells it on. */
const redirect = (location: string): Answer => ({
  status: 307,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
})

const whole = (download: Download): Answer => ({
  status: 200,
  headers: { ...fileHeaders(download), 'content-length': String(download.size) },
})

const unsatisfiable = ({ size }: Download, asked: string): Answer => {
  const error = accessionError('accession.transfer.range_not_satisfiable', [asked, size])
  const { headers, body } = apiDialect.writeError(error)
  return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body }
}
