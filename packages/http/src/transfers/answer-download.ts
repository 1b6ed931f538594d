import type { Download } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import type { Answer } from '../answer/answer.ts'
import { apiDialect } from '../api/api-dialect.ts'
import { attachment } from './content-disposition.ts'
import { allowsRange, isTagListed } from './entity-tag.ts'
import { readRange } from './range.ts'

/** How long caches may keep a file, as `Cache-Control` says it. */
type Caching = string

/** Answers a file by GET or HEAD: what its conditions and its range ask for. */
export const answerDownload = async (
  { headers, method }: Request,
  download: Download,
  caching: Caching,
): Promise<Answer> => {
  const { etag } = download
  if (isTagListed(headers.get('if-none-match'), etag))
    return { status: 304, headers: { etag, 'cache-control': caching } }
  if (method === 'HEAD') return whole(download, caching)
  const asked = allowsRange(headers.get('if-range'), etag) ? headers.get('range') : null
  const range = readRange(asked, download.size)
  if (range !== 'unsatisfiable') {
    const { 'content-disposition': disposition, 'content-type': type } = fileHeaders(
      download,
      caching,
    )
    const elsewhere = await download.elsewhere({
      'content-disposition': disposition,
      'content-type': type,
    })
    if (elsewhere !== undefined) return redirect(elsewhere)
  }
  if (range === undefined) return { ...whole(download, caching), body: await download.read() }
  if (range === 'unsatisfiable') return unsatisfiable(download, asked ?? '')
  const { start, end } = range
  return {
    status: 206,
    headers: {
      ...fileHeaders(download, caching),
      'content-length': String(end - start),
      'content-range': `bytes ${start}-${end - 1}/${download.size}`,
    },
    body: await download.read(range),
  }
}

/** A stored file is never a page: it is saved, whatever it claims to be. */
const fileHeaders = ({ name, etag }: Download, caching: Caching) => ({
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

const whole = (download: Download, caching: Caching): Answer => ({
  status: 200,
  headers: { ...fileHeaders(download, caching), 'content-length': String(download.size) },
})

const unsatisfiable = ({ size }: Download, asked: string): Answer => {
  const error = accessionError('accession.transfer.range_not_satisfiable', [asked, size])
  const { headers, body } = apiDialect.writeError(error)
  return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body }
}
