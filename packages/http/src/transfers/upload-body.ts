import type { Upload } from '@accession/core'
import { accessionError, isAccessionError } from '@accession/core/errors'
import type { AccessionError } from '@accession/core/errors'
import type { Answer } from '../answer/answer.ts'
import { apiDialect } from '../api/api-dialect.ts'
import type { Exchange } from '../exchange.ts'
import { bodyBytes } from '../request/body-bytes.ts'
import { declaredLength } from '../request/declared-length.ts'
import { drain, refusableBody } from '../request/refusable-body.ts'

/**
 * Hands the bytes of a request's body to whoever receives them. Where they are refused the rest is
 * read for a while, so that the sender reads why.
 */
export const withUploadBody = async <T>(
  exchange: Exchange,
  name: string,
  receive: (upload: Upload) => Promise<T>,
): Promise<T> => {
  const { host, context, world } = exchange
  const { headers, signal } = context.req.raw
  const body = refusableBody(bodyBytes(host, context) ?? nothing())
  try {
    const length = declaredLength(headers)
    checkWhole(headers, name)
    if (length !== undefined && length > host.uploadBytesMax)
      throw accessionError('accession.transfer.needs_parts', [name, host.uploadBytesMax])
    return await receive({ bytes: body.bytes, length, signal })
  } catch (cause) {
    await exchange.settle(drain(body, world))
    const { failure, count } = body
    throw failure === undefined || isAccessionError(cause)
      ? cause
      : accessionError('accession.transfer.interrupted', [name, count], { cause })
  }
}

/** The answer of an upload that failed: one that is too large says so by its status too. */
export const uploadError = (error: AccessionError): Answer => {
  const answer = apiDialect.writeError(error)
  return error.id === 'accession.transfer.needs_parts' ? { ...answer, status: 413 } : answer
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
