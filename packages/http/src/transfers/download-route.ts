import { openDownload } from '@accession/core'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import { answerDownload } from './answer-download.ts'
import { archiveAnswer, askedFormat } from './archive-answer.ts'
import { capabilityOf } from './capability-of.ts'

/** Where files are read from, by GET and HEAD; the address alone is the right to. */
export const downloadRoute = (kind: 'download' | 'file'): Answering => ({
  route: `/transfers/${kind}/{owner}/{file}/{mac}/{name}`,
  asked: 'download',
  dialect: 'none',
  writeError: (error) => apiDialect.writeError(error),
  async respond({ context, world }) {
    const request = context.req.raw
    const capability = capabilityOf(kind, request.url)
    const format = askedFormat(request.url)
    if (format !== undefined) return archiveAnswer(world, capability, format, request.method)
    const download = await openDownload(world, capability)
    return answerDownload(request, download, 'private, no-transform')
  },
})
