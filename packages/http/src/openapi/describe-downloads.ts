import { apiDialect } from '../api/api-dialect.ts'
import { commonHeaders } from './describe-errors.ts'
import type { DescribedErrors } from './describe-errors.ts'
import {
  addressParameters,
  errorsOfTransfers,
  fileBytes,
  transferOperation,
} from './describe-transfer.ts'
import type { DescribedHeader, DescribedResponse, Parameter, Schema } from './open-api.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** Where files are read from: a file's own address, and that of a download session. */
export const describeDownloads = (errors: DescribedErrors): readonly PlacedOperation[] =>
  (['file', 'download'] as const).flatMap((kind) =>
    (['get', 'head'] as const).map((method) => ({
      key: `/transfers/${kind}/{owner}/{file}/{mac}/{name}`,
      method,
      operation: {
        ...transferOperation(`${kind}.${method}`, `${verbs[method]} ${files[kind]}`),
        parameters: [
          ...addressParameters('owner'),
          ...(kind === 'download' ? [format] : []),
          ...conditions,
        ],
        responses: {
          ...describeFile(errors, method, kind),
          ...errors.responsesOf(errorsOfTransfers, apiDialect),
        },
      },
    })),
  )

/** What is answered of a file that is there; that of a download session may be an archive. */
export const describeFile = (
  errors: DescribedErrors,
  method: 'get' | 'head',
  kind: 'file' | 'download' = 'file',
): Readonly<Record<string, DescribedResponse>> => ({
  ...answersOf[method][kind],
  ...(method === 'get' && { 416: beyond(errors) }),
})

const verbs = { get: 'Fetch', head: 'Look at' } as const

const files = { file: 'a file of an item', download: 'a file of a download session' } as const

const text: Schema = { type: 'string' }

/** What a reader may ask for by headers; the last one is for documents too. */
export const conditions: readonly Parameter[] = [
  ['range', 'One range of bytes; of several, the whole file is the answer.'],
  ['if-range', 'The tag that the range is of; without it, or with another, the whole file.'],
  ['if-none-match', 'Tags of what the client has.'],
].map(([name = '', description = '']) => ({
  name,
  in: 'header',
  description,
  required: false,
  schema: text,
}))

const format: Parameter = {
  name: 'format',
  in: 'query',
  description: 'All files of the session as one: `ova`, at the address of an OVF descriptor.',
  required: false,
  schema: { enum: ['ova'] },
}

/** A header of an answer, which it always has unless said otherwise. */
export const headerOf = (description: string, required = true): DescribedHeader => ({
  description,
  required,
  schema: text,
})

const tag = headerOf('Strong: other bytes have another.')

const fileHeaders = {
  ...commonHeaders,
  etag: tag,
  'accept-ranges': headerOf('`bytes`'),
  'content-disposition': headerOf('`attachment`, with the name of the file.'),
}

const fileOrArchiveHeaders = {
  ...fileHeaders,
  etag: headerOf('Strong: other bytes have another. An archive has none.', false),
  'accept-ranges': headerOf('`bytes`, or `none` for an archive.'),
}

const contentRange = headerOf('Which bytes these are, and of how many.')

const unchanged: DescribedResponse = {
  description: 'The client has these bytes already.',
  headers: { ...commonHeaders, etag: tag },
}

type Answers = Readonly<Record<string, DescribedResponse>>

type Headers = typeof fileHeaders | typeof fileOrArchiveHeaders

const answersToHead = (headers: Headers): Answers => ({
  200: { description: 'The file is there.', headers },
  304: unchanged,
})

const answersToGet = (headers: Headers): Answers => ({
  200: { description: 'The whole file.', headers, content: fileBytes },
  206: {
    description: 'The range that was asked for.',
    headers: { ...fileHeaders, 'content-range': contentRange },
    content: fileBytes,
  },
  304: unchanged,
  307: {
    description: 'The bytes are in a bucket; the address is good for five minutes.',
    headers: { ...commonHeaders, location: headerOf('Where; follow it without credentials.') },
  },
})

const answersOf = {
  get: { file: answersToGet(fileHeaders), download: answersToGet(fileOrArchiveHeaders) },
  head: { file: answersToHead(fileHeaders), download: answersToHead(fileOrArchiveHeaders) },
} as const

const beyond = (errors: DescribedErrors): DescribedResponse => {
  const { headers, ...response } = errors.responseOf(['INVALID_ARGUMENT'], apiDialect)
  return { ...response, headers: { ...headers, 'content-range': contentRange } }
}
