import type { ErrorType } from '@accession/core/errors'
import { apiDialect } from '../api/api-dialect.ts'
import { closedObject } from './closed-object.ts'
import { commonHeaders } from './describe-errors.ts'
import type { DescribedErrors } from './describe-errors.ts'
import {
  addressParameters,
  errorsOfTransfers,
  fileBytes,
  keyParameter,
  transferOperation,
} from './describe-transfer.ts'
import type { DescribedOperation, DescribedResponse, Schema } from './open-api.ts'
import type { PlacedOperation } from './placed-operation.ts'

const key = '/transfers/upload/{session}/{file}/{mac}/{name}'

/** Where files are sent to, whole or, where a host bounds the body of a request, in parts. */
export const describeUploads = (errors: DescribedErrors): readonly PlacedOperation[] => {
  const failures = errors.responsesOf([...errorsOfTransfers, ...errorsOfUploads], apiDialect)
  const tooLong = {
    ...errors.responseOf(['INVALID_ARGUMENT'], apiDialect),
    description: 'One request may not bring so much here: send the file in parts.',
  }
  const described = (parts: UploadParts): DescribedOperation => ({
    ...transferOperation(parts.name, parts.summary),
    parameters: [...addressParameters('session'), ...(parts.parameters ?? [])],
    ...(parts.requestBody && { requestBody: parts.requestBody }),
    responses: { 200: { headers: commonHeaders, ...parts.answer }, ...failures, 413: tooLong },
  })
  return uploads.map(({ method, query, ...parts }) => ({
    key: query === undefined ? key : `${key}?${query}`,
    method,
    operation: described(parts),
  }))
}

interface UploadParts {
  readonly name: string
  readonly summary: string
  readonly parameters?: DescribedOperation['parameters']
  readonly requestBody?: DescribedOperation['requestBody']
  readonly answer: DescribedResponse
}

interface Upload extends UploadParts {
  readonly method: 'put' | 'post' | 'delete'
  readonly query?: string
}

const errorsOfUploads: readonly ErrorType[] = [
  'TIMED_OUT',
  'UNABLE_TO_ALLOCATE_RESOURCE',
  'UNSUPPORTED',
]

const json = (schema: Schema) => ({ 'application/json': { schema } })

const text: Schema = { type: 'string' }
const count: Schema = { type: 'integer', minimum: 1 }

const ready = { description: 'The file is READY, durably.' }
const body = { required: true, content: fileBytes }
const uploadId = keyParameter('upload')

const uploads: readonly Upload[] = [
  {
    name: 'upload.put',
    summary: 'Send the bytes of a file of an update session',
    method: 'put',
    requestBody: body,
    answer: ready,
  },
  {
    name: 'upload.post',
    summary: 'The same, for clients that send with POST',
    method: 'post',
    requestBody: body,
    answer: ready,
  },
  {
    name: 'parts.begin',
    summary: 'Begin to send a file in parts',
    method: 'post',
    query: 'parts',
    answer: {
      description: 'Which upload it is, and the bytes of each part but the last.',
      content: json(closedObject({ upload: text, part_size: count, parts_max: count })),
    },
  },
  {
    name: 'parts.send',
    summary: 'Send a part, counted from 1',
    method: 'put',
    query: 'parts={upload}&number={number}',
    parameters: [uploadId, keyParameter('number', count)],
    requestBody: body,
    answer: { description: 'The tag of the part.', content: json(closedObject({ tag: text })) },
  },
  {
    name: 'parts.finish',
    summary: 'Make the file of the parts that have arrived',
    method: 'post',
    query: 'parts={upload}',
    parameters: [uploadId],
    requestBody: {
      description: 'The tags of all parts, in their order.',
      required: true,
      content: json(closedObject({ tags: { type: 'array', items: text } })),
    },
    answer: ready,
  },
  {
    name: 'parts.abandon',
    summary: 'Give an upload in parts up',
    method: 'delete',
    query: 'parts={upload}',
    parameters: [uploadId],
    answer: { description: 'Nothing is left of it.' },
  },
]
