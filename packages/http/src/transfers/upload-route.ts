import { receiveUpload } from '@accession/core'
import { accessionError, isAccessionError } from '@accession/core/errors'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import { bodyBytes } from '../request/body-bytes.ts'
import { declaredLength } from '../request/declared-length.ts'
import { drain, refusableBody } from '../request/refusable-body.ts'
import { capabilityOf } from './capability-of.ts'

/** Where files are sent to, by PUT or POST; the address alone is the right to. 200, no body. */
export const uploadRoute: Answering = {
  route: '/transfers/upload/{session}/{file}/{mac}/{name}',
  asked: 'upload',
  dialect: 'none',
  writeError: (error) => apiDialect.writeError(error),
  async respond(exchange) {
    const { host, context, world } = exchange
    const { url, headers, signal } = context.req.raw
    const body = refusableBody(bodyBytes(host, context) ?? nothing())
    const capability = capabilityOf('upload', url)
    try {
      checkWhole(headers, capability.name)
      const length = declaredLength(headers)
      await receiveUpload(world, capability, { bytes: body.bytes, length, signal })
    } catch (cause) {
      exchange.afterwards(drain(body, world))
      const { failure, count } = body
      throw failure === undefined || isAccessionError(cause)
        ? cause
        : accessionError('accession.transfer.interrupted', [capability.name, count], { cause })
    }
    return { status: 200 }
  },
}

// oxlint-disable-next-line require-yield -- a body without a byte
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Refuses bytes that are not those of the file, or not all of them. */
const checkWhole = (headers: Headers, name: string): void => {
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity')
    throw accessionError('accession.transfer.content_encoding', [encoding])
  if (headers.has('content-range'))
    throw accessionError('accession.transfer.partial_upload', [name])
}
