import { apiDialect } from '../api/api-dialect.ts'
import { closedObject } from './closed-object.ts'
import { commonHeaders } from './describe-errors.ts'
import type { DescribedErrors } from './describe-errors.ts'
import { conditions, describeFile, headerOf } from './describe-downloads.ts'
import { errorsOfTransfers, keyParameter } from './describe-transfer.ts'
import type { DescribedOperation, DescribedResponse, Schema } from './open-api.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** What subscribers read of a published library: its documents, in the VCSP format, and its files. */
export const describePublications = (errors: DescribedErrors): readonly PlacedOperation[] => {
  const refusals = errors.responsesOf(
    ['UNAUTHENTICATED', 'UNAUTHORIZED', ...errorsOfTransfers],
    apiDialect,
  )
  const documents = documentsRead.map(({ name, summary, path, below, schema }) => {
    const begun = begin(`${name}.get`, summary, below)
    const operation: DescribedOperation = {
      ...begun,
      parameters: [...begun.parameters, ...conditions.slice(-1)],
      responses: { ...documentAnswers(schema), ...refusals },
    }
    return { key: `${base}${path}`, method: 'get', operation } as const
  })
  const files = (['get', 'head'] as const).map((method) => {
    const below = ['item', 'generation', 'name']
    const verb = method === 'get' ? 'Fetch' : 'Look at'
    const begun = begin(`file.${method}`, `${verb} a file of a published library`, below)
    const { 307: _, ...answers } = describeFile(errors, method)
    const operation: DescribedOperation = {
      ...begun,
      parameters: [...begun.parameters, ...conditions],
      responses: { ...answers, ...refusals },
    }
    return { key: `${base}{item}/{generation}/{name}`, method, operation } as const
  })
  return [...documents, ...files]
}

/** How an operation begins whose address is below the library's. */
const begin = (name: string, summary: string, below: readonly string[]) => ({
  operationId: `publications.${name}`,
  tags: ['publications'],
  summary,
  security: [{}, { basic: [] }, { session: [] }],
  parameters: ['library', ...below].map((parameter) => keyParameter(parameter)),
})

const base = '/cls/vcsp/lib/{library}/'

const text: Schema = { type: 'string' }
const number: Schema = { type: 'integer' }
const decimal: Schema = { type: 'string', pattern: '^[1-9][0-9]*$' }
const moment: Schema = { type: 'string', format: 'date-time' }
const listOf = (items: Schema): Schema => ({ type: 'array', items })
const constant = (value: string): Schema => ({ type: 'string', const: value })

const library = closedObject({
  vcspVersion: constant('2'),
  version: decimal,
  contentVersion: constant('1'),
  name: text,
  id: text,
  created: moment,
  capabilities: closedObject({
    transferIn: listOf(constant('httpGet')),
    transferOut: listOf(constant('httpGet')),
  }),
  itemsHref: constant('items.json'),
})

const item = closedObject({
  id: text,
  name: text,
  description: text,
  version: decimal,
  contentVersion: decimal,
  created: moment,
  type: { type: 'string', enum: ['vcsp.ovf', 'vcsp.iso', 'vcsp.other'] },
  properties: closedObject({}),
  selfHref: text,
  files: listOf(
    closedObject({
      name: text,
      size: number,
      etag: decimal,
      generationNum: number,
      hrefs: listOf(text),
    }),
  ),
  metadata: listOf(
    closedObject({
      type: constant('String'),
      domain: constant('SYSTEM'),
      visibility: constant('READONLY'),
      key: constant('type-metadata'),
      value: text,
    }),
  ),
})

const documentsRead = [
  {
    name: 'library',
    summary: 'Read whether a published library has changed, as subscribers poll it',
    path: 'lib.json',
    below: [],
    schema: library,
  },
  {
    name: 'items',
    summary: 'List the items of a published library with their files',
    path: 'items.json',
    below: [],
    schema: closedObject({ items: listOf(item) }),
  },
  {
    name: 'item',
    summary: 'Read one item of a published library',
    path: '{item}/item.json',
    below: ['item'],
    schema: item,
  },
] as const

const tag = headerOf('Another document has another.')

const documentAnswers = (schema: Schema): Readonly<Record<string, DescribedResponse>> => ({
  200: {
    description: 'The document.',
    headers: { ...commonHeaders, etag: { ...tag, required: false } },
    content: { 'application/json': { schema } },
  },
  304: {
    description: 'The client has this document already.',
    headers: { ...commonHeaders, etag: tag },
  },
})
