import type { AnyOperation } from '@accession/core/contract'
import type { Address } from './address.ts'
import { endpointAt } from './endpoint.ts'
import type { Endpoint } from './endpoint.ts'

/** The operations that share method and path, and so one route. */
export interface Route {
  readonly method: Address['method']
  /** The path with braces: what logs and metrics carry. */
  readonly path: string
  /** Those with more required query parameters first. */
  readonly endpoints: readonly Endpoint[]
}

/** The routes of a dialect. */
export const routesOf = (
  operations: readonly AnyOperation[],
  addresses: (operation: AnyOperation) => readonly Address[],
): readonly Route[] => {
  const routes = new Map<string, Route & { readonly endpoints: Endpoint[] }>()
  for (const operation of operations) {
    for (const address of addresses(operation)) {
      const { method, path } = address
      const shape = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`
      const route = routes.get(shape) ?? { method, path, endpoints: [] }
      route.endpoints.push(endpointAt(operation, address))
      routes.set(shape, route)
    }
  }
  for (const { endpoints } of routes.values())
    endpoints.sort((a, b) => requiredQuery(b).length - requiredQuery(a).length)
  return [...routes.values()]
}

/** The operation of a route that a request means: by its action, then by its query. */
export const chooseEndpoint = (
  { endpoints }: Route,
  query: URLSearchParams | undefined,
): Endpoint | undefined => {
  const candidates = endpoints.filter(
    ({ address }) => address.action === (query?.get(address.actionParameter) ?? undefined),
  )
  const meant = candidates.find((endpoint) =>
    requiredQuery(endpoint).every((name) => query?.has(name)),
  )
  return meant ?? candidates.at(-1)
}

/** The query parameters that an operation cannot do without. */
export const requiredQuery = ({ query }: Endpoint): string[] =>
  [...query].filter(([, { required }]) => required).map(([name]) => name)
