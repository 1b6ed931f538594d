import { limits } from '@accession/core'
import { accessionError, isAccessionError } from '@accession/core/errors'
import { parseJson } from '../codec/parse-json.ts'
import type { Exchange } from '../exchange.ts'
import { bodyBytes } from './body-bytes.ts'
import { declaredLength } from './declared-length.ts'
import { drain, refusableBody } from './refusable-body.ts'
import type { RefusableBody } from './refusable-body.ts'

/** The JSON of a request's body; undefined where it has none. */
export const readJsonBody = async (exchange: Exchange): Promise<unknown> => {
  const text = await readBodyText(exchange)
  return text === undefined ? undefined : parseJson(text)
}

/** The text of a request's body, where that may be JSON; undefined where it has none. Counts while it reads. */
export const readBodyText = async (exchange: Exchange): Promise<string | undefined> => {
  const { host, context } = exchange
  if (context.req.method === 'GET' || context.req.method === 'HEAD') return undefined
  const length = declaredLength(context.req.raw.headers)
  const source = length === 0 ? undefined : bodyBytes(host, context)
  if (!source) return undefined
  const body = refusableBody(source)
  try {
    const bytes = await readWhole(body, length)
    if (bytes.length === 0) return undefined
    checkMediaType(context.req.raw.headers.get('content-type'))
    return decodeUtf8(bytes)
  } catch (cause) {
    await exchange.settle(drain(body, exchange.world))
    throw body.failure === undefined || isAccessionError(cause)
      ? cause
      : accessionError('accession.request.body_broke_off', [body.count], { cause })
  }
}

const readWhole = async (body: RefusableBody, length = 0): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  if (length > limits.jsonBodyBytesMax) throw tooLarge()
  for await (const chunk of body.bytes) {
    size += chunk.length
    if (size > limits.jsonBodyBytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}

const tooLarge = () => accessionError('accession.request.body_too_large', [limits.jsonBodyBytesMax])

const checkMediaType = (mediaType: string | null): void => {
  if (mediaType !== null && !isJson(mediaType))
    throw accessionError('accession.request.media_type', [mediaType])
}

/** Whether a media type, with or without parameters, is that of JSON. */
export const isJson = (mediaType: string): boolean =>
  mediaType.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'

const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw accessionError('accession.request.body_not_json', ['it is not UTF-8'], { cause })
  }
}
