import { abandonParts, beginParts, finishParts, receivePart } from '@accession/core'
import type { Capability } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import { jsonAnswer } from '../answer/answer.ts'
import type { Answer } from '../answer/answer.ts'
import type { Answering } from '../answer/answering.ts'
import type { Exchange } from '../exchange.ts'
import { unknownAddress } from '../operation-route.ts'
import { readJsonBody } from '../request/read-json-body.ts'
import { capabilityOf } from './capability-of.ts'
import { uploadError, withUploadBody } from './upload-body.ts'

/** What an address asks for beside the capability. */
interface PartsQuery {
  /** Names the upload; empty where one is to begin. */
  readonly uploadId: string
  readonly number: number
}

/**
 * The same address with `?parts`: a file in parts, for hosts that bound a request's body. POST begins
 * and answers `upload` and `part_size`; PUT with `parts={upload}&number={n}` brings a part and answers
 * its `tag`; POST with `{"tags": [...]}` ends it as a PUT of the whole would; DELETE gives it up.
 */
export const partsRoute: Answering = {
  route: '/transfers/upload/{session}/{file}/{mac}/{name}?parts',
  asked: 'upload',
  dialect: 'none',
  writeError: uploadError,
  async respond(exchange) {
    const { url } = exchange.context.req.raw
    const { searchParams } = new URL(url)
    const uploadId = searchParams.get('parts') ?? ''
    const number = Number(searchParams.get('number') ?? Number.NaN)
    const capability = capabilityOf('upload', url)
    const answer = answers[`${exchange.context.req.method}${uploadId === '' ? '' : ' upload'}`]
    if (!answer) throw unknownAddress(exchange)
    return answer(exchange, capability, { uploadId, number })
  },
}

type PartsAnswer = (
  exchange: Exchange,
  capability: Capability,
  query: PartsQuery,
) => Promise<Answer>

const begin: PartsAnswer = async ({ world }, capability) => {
  const { uploadId, partSize, partsMax } = await beginParts(world, capability)
  return jsonAnswer(200, { upload: uploadId, part_size: partSize, parts_max: partsMax })
}

const receive: PartsAnswer = async (exchange, capability, { uploadId, number }) => {
  const tag = await withUploadBody(exchange, capability.name, (upload) =>
    receivePart(exchange.world, capability, { ...upload, uploadId, number }),
  )
  return jsonAnswer(200, { tag })
}

const finish: PartsAnswer = async (exchange, capability, { uploadId }) => {
  const { signal } = exchange.context.req.raw
  const tags = tagsOf(await readJsonBody(exchange))
  await finishParts(exchange.world, capability, { uploadId, tags, signal })
  return { status: 200 }
}

const abandon: PartsAnswer = async ({ world }, capability, { uploadId }) => {
  await abandonParts(world, capability, uploadId)
  return { status: 200 }
}

const answers: Readonly<Record<string, PartsAnswer>> = {
  POST: begin,
  'PUT upload': receive,
  'POST upload': finish,
  'DELETE upload': abandon,
}

const tagsOf = (body: unknown): readonly string[] => {
  const { tags } = (body ?? {}) as { readonly tags?: unknown }
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags
  throw accessionError('accession.argument.mistyped', ['tags', 'a list of texts'])
}
