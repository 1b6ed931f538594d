import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { check } from '../../src/check/check.ts'
import { spellings } from '../../src/spellings/spellings.ts'
import type { WireAnswer, WireRequest } from '../../src/wire/wire-request.ts'
import { createPlaces } from './described-places.ts'
import type { DescribedBody, DescribedResponse, OpenApi, Place } from './described-places.ts'

/** Holds exchanges against the document of OpenAPI that a server answers. */
export interface DescribedExchanges {
  /** Throws where an answer, or a request that was taken, is not as it is described. */
  readonly hold: (request: WireRequest, answer: WireAnswer) => void
  /** The operations, by `operationId`, and the statuses of their answers that were held against it. */
  readonly held: ReadonlySet<string>
}

/** Reads the document of a server. */
export const readDescription = async (url: URL): Promise<DescribedExchanges> => {
  const response = await fetch(new URL('/openapi.json', url))
  return describedExchanges((await response.json()) as OpenApi)
}

/** What holds exchanges against a document. */
export const describedExchanges = (document: OpenApi): DescribedExchanges => {
  const placeOf = createPlaces(document)
  const validate = createValidate(document)
  const held = new Set<string>()
  return {
    held,
    hold(request, answer) {
      const place = placeOf(request)
      if (!place) return checkUndescribed(request, answer)
      const { operationId, operation } = place
      const { status } = answer
      const told = `${operationId}, ${status}`
      const described = operation.responses[status]
      check(described !== undefined, `The document has no status ${status} for ${operationId}`)
      const response = resolve(document, described)
      held.add(told)
      checkHeaders(document, response, answer, told)
      if (request.method !== 'HEAD') checkBody(response, answer, told, validate)
      if (isTaken(request, answer)) checkTaken(place, request, told, validate)
    },
  }
}

/** Nothing lives at an address that the document does not have; what browsers ask first is no operation. */
const checkUndescribed = ({ method, path }: WireRequest, { status }: WireAnswer): void =>
  check(
    status === 404 || method === 'OPTIONS',
    `The document has nothing at ${method} ${path}, which was answered ${status}`,
  )

const resolve = (
  { components }: OpenApi,
  response: DescribedResponse | { readonly $ref: string },
): DescribedResponse => {
  if (!('$ref' in response)) return response
  const found = components.responses[response.$ref.split('/').at(-1) ?? '']
  check(found !== undefined, `The document has no ${response.$ref}`)
  return found
}

const checkHeaders = (
  { components }: OpenApi,
  { headers = {} }: DescribedResponse,
  answer: WireAnswer,
  told: string,
): void => {
  for (const [name, header] of Object.entries(headers)) {
    const { required = false } =
      '$ref' in header ? (components.headers[header.$ref.split('/').at(-1) ?? ''] ?? {}) : header
    check(!required || answer.headers[name] !== undefined, `${told}: the header ${name} is missing`)
  }
}

type Validate = (schema: object) => ValidateFunction

const checkBody = (
  { content = {} }: DescribedResponse,
  { headers, text }: WireAnswer,
  told: string,
  validate: Validate,
): void => {
  const mediaType = headers['content-type']?.split(';', 1)[0] ?? ''
  if (text === '') {
    check(content['application/json'] === undefined, `${told}: its body is missing`)
    return
  }
  const described = content[mediaType]
  check(described !== undefined, `${told}: the document has no body of type ${mediaType}`)
  if (mediaType !== 'application/json') return
  checkJson(described, JSON.parse(text), `The answer of ${told}`, validate)
}

/** JSON-RPC tells of errors in its body. */
const isTaken = ({ path }: WireRequest, answer: WireAnswer): boolean =>
  path === '/api' ? !spellings['json-rpc'].isError(answer) : answer.status < 300

/** A request that was taken has a body as it is described, if it may have one. */
const checkTaken = (
  { operation }: Place,
  { body, method }: WireRequest,
  told: string,
  validate: Validate,
): void => {
  const { requestBody } = operation
  const described = requestBody?.content['application/json']
  if (method === 'GET' || method === 'HEAD' || typeof body !== 'string') return
  if (described) checkJson(described, withoutNull(JSON.parse(body)), `What ${told} took`, validate)
}

const errorsShown = 3

const checkJson = (
  { schema }: DescribedBody,
  json: unknown,
  told: string,
  validate: Validate,
): void => {
  const isValid = validate(schema)
  if (isValid(json)) return
  const errors = JSON.stringify(isValid.errors?.slice(0, errorsShown))
  check(false, `${told} is not as it is described: ${errors} of ${JSON.stringify(json)}`)
}

/** `null` is unset: the document only tells of what is set. */
const withoutNull = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(withoutNull)
  if (typeof json !== 'object' || json === null) return json
  const set = Object.entries(json).filter(([, value]) => value !== null)
  return Object.fromEntries(set.map(([name, value]) => [name, withoutNull(value)]))
}

const createValidate = ({ components }: OpenApi): Validate => {
  const ajv = new Ajv2020({
    strictTypes: false,
    strictRequired: false,
    formats: {
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      int64: true,
      double: true,
      password: true,
    },
  })
  ajv.addVocabulary(['discriminator', 'components'])
  ajv.addSchema({ components }, 'document')
  const compiled = new Map<string, ValidateFunction>()
  return (schema) => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object)
    compiled.set(text, validate)
    return validate
  }
}
