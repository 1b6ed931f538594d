import type { WireRequest } from '../../src/wire/wire-request.ts'

/** Of a document of OpenAPI, what exchanges are held against. */
export interface OpenApi {
  readonly paths: { readonly [key: string]: { readonly [method: string]: DescribedOperation } }
  readonly components: {
    readonly responses: { readonly [name: string]: DescribedResponse }
    readonly headers: { readonly [name: string]: { readonly required?: boolean } }
    readonly schemas: object
  }
}

interface DescribedOperation {
  readonly operationId: string
  readonly requestBody?: { readonly content: { readonly [mediaType: string]: DescribedBody } }
  readonly responses: {
    readonly [status: string]: DescribedResponse | { readonly $ref: string }
  }
}

export interface DescribedResponse {
  readonly headers?: {
    readonly [name: string]: { readonly $ref: string } | { readonly required?: boolean }
  }
  readonly content?: { readonly [mediaType: string]: DescribedBody }
}

export interface DescribedBody {
  readonly schema: object
}

/** An operation of a document, and the requests that mean it. */
export interface Place {
  readonly operationId: string
  readonly operation: DescribedOperation
  readonly method: string
  readonly path: RegExp
  /** What the query must have: a value, or with `{…}` any. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** The more of it is fixed, the sooner it is meant. */
  readonly rank: number
}

/** Finds the operation of a document that a request means; there may be none. */
export const createPlaces = (document: OpenApi): ((request: WireRequest) => Place | undefined) => {
  const places = Object.entries(document.paths)
    .flatMap(([key, item]) =>
      Object.entries(item).map(([method, operation]) => placeAt(key, method, operation)),
    )
    .toSorted((one, other) => other.rank - one.rank)
  return ({ method, path: target }) => {
    const [path = '', text = ''] = target.replace(/#.*$/, '').split(/\?(.*)/s)
    const query = new URLSearchParams(text)
    const found = (wanted: string) =>
      places.find((place) => place.method === wanted && isMeant(place, path, query))
    // Whatever answers GET answers HEAD, of which the document need not say anything.
    return found(method) ?? (method === 'HEAD' ? found('GET') : undefined)
  }
}

const placeAt = (key: string, method: string, operation: DescribedOperation): Place => {
  const [path = '', query = ''] = key.split('?')
  const pattern = path
    .split('/')
    .map((segment) => segment.replaceAll(/\{\w+\}/g, '[^/]+').replace(/^id:/, '(?:id:|id%3[Aa])'))
    .join('/')
  const conditions = query === '' ? [] : query.split('&').map(conditionOf)
  const fixed = path.split('/').filter((segment) => !segment.includes('{')).length
  return {
    operationId: operation.operationId,
    operation,
    method: method.toUpperCase(),
    path: new RegExp(`^${pattern}$`),
    query: conditions,
    rank:
      fixed * 100 +
      conditions.length * 10 +
      conditions.filter(([, value]) => !isBrace(value)).length,
  }
}

const conditionOf = (pair: string): readonly [string, string] => {
  const [name = '', value = ''] = pair.split('=')
  return [name, value]
}

const isMeant = (place: Place, path: string, query: URLSearchParams): boolean => {
  if (!place.path.test(path)) return false
  // An action that is not in the key is another operation's, or nobody's.
  const action = path.startsWith('/rest/') ? '~action' : 'action'
  const isOther = query.has(action) && !place.query.some(([name]) => name === action)
  if (isOther && !path.startsWith('/transfers/')) return false
  return place.query.every(([name, value]) =>
    isBrace(value) ? query.has(name) : query.get(name) === value,
  )
}

const isBrace = (value: string): boolean => value.startsWith('{')
