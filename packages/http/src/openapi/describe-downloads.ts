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
        parameters: [...addressParameters('owner'), ...conditions],
        responses: {
          ...(method === 'get' ? { ...answers, 416: beyond(errors) } : answersToHead),
          ...errors.responsesOf(errorsOfTransfers, apiDialect),
        },
      },
    })),
  )

const verbs = { get: 'Fetch', head: 'Look at' } as const

const files = { file: 'a file of an item', download: 'a file of a download session' } as const

const text: Schema = { type: 'string' }

const conditions: readonly Parameter[] = [
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

const headerOf = (description: string): DescribedHeader => ({
  description,
  required: true,
  schema: text,
})

const tagged = { ...commonHeaders, etag: headerOf('Strong: other bytes have another.') }

const fileHeaders = {
  ...tagged,
  'accept-ranges': headerOf('`bytes`'),
  'content-disposition': headerOf('`attachment`, with the name of the file.'),
}

const contentRange = headerOf('Which bytes these are, and of how many.')

const unchanged: DescribedResponse = {
  description: 'The client has these bytes already.',
  headers: tagged,
}

const answersToHead: Readonly<Record<string, DescribedResponse>> = {
  200: { description: 'The file is there.', headers: fileHeaders },
  304: unchanged,
}

const answers: Readonly<Record<string, DescribedResponse>> = {
  200: { description: 'The whole file.', headers: fileHeaders, content: fileBytes },
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
}

const beyond = (errors: DescribedErrors): DescribedResponse => {
  const { headers, ...response } = errors.responseOf(['INVALID_ARGUMENT'], apiDialect)
  return { ...response, headers: { ...headers, 'content-range': contentRange } }
}
