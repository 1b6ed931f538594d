import type { Endpoint } from '../routing/endpoint.ts'
import { requiredQuery } from '../routing/route.ts'
import type { Route } from '../routing/route.ts'

/** Where an operation stands in the document. */
export interface PathKey {
  /** `/api/content/library/item/{library_item_id}/file?name={name}` */
  readonly key: string
  /** Query parameters that are part of the key, and filled in there. */
  readonly inKey: readonly string[]
}

/**
 * The key of an operation among the paths. OpenAPI has one operation for a path and a method, the
 * library several, told apart by the query: so that is part of the key, as in the descriptions that
 * vSphere's own vendor publishes: `?action=complete`, and `?name={name}` where the presence of a
 * parameter decides. Whoever only joins and fills in such a key gets a right address.
 */
export const pathKeyOf = ({ endpoints }: Route, endpoint: Endpoint): PathKey => {
  const { path, action, actionParameter } = endpoint.address
  const rivals = endpoints.filter(({ address }) => address.action === action)
  // The last one is meant where no other is: it needs nothing to be told apart.
  const inKey = rivals.at(-1) === endpoint ? [] : requiredQuery(endpoint)
  const query = [
    ...(action === undefined ? [] : [`${actionParameter}=${action}`]),
    ...inKey.map((name) => `${name}={${name}}`),
  ]
  return { key: query.length > 0 ? `${path}?${query.join('&')}` : path, inKey }
}
