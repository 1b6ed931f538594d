import type { Operation } from './operation.ts'

/** Where an operation lives below `/rest`; parameters not in path or query are members of the body. */
export interface RestAddress {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** At most one parameter, in braces: `/rest/com/vmware/content/library/id:{library_id}`. */
  readonly path: `/rest/${string}`
  /** The value of the query parameter that `actionParameter` names. */
  readonly action?: string
  readonly actionParameter: '~action' | 'action'
  readonly query?: readonly string[]
}

type Addressed = Pick<Operation, 'service' | 'id' | 'params' | 'api'>

const tasksService = 'com.vmware.cis.tasks'

/** The addresses of an operation below `/rest`: first the one of the reference, then any alias. */
export const restAddresses = (operation: Addressed): readonly [RestAddress, ...RestAddress[]] => {
  if (operation.service === tasksService) return [tasksAddress(operation)]
  const address = derivedAddress(operation)
  const { path, actionParameter } = address
  return operation.service === 'com.vmware.cis.session' && operation.id === 'get'
    ? [address, { method: 'GET', path, actionParameter }]
    : [address]
}

/** Tasks alone are spelled below `/rest` as they are below `/api`. */
const tasksAddress = ({ api }: Addressed): RestAddress => ({
  ...api,
  path: `/rest/${api.path.slice('/api/'.length)}`,
  actionParameter: 'action',
})

const derivedAddress = ({ service, id, params, api }: Addressed): RestAddress => {
  const base = `/rest/${service.replaceAll('.', '/').replaceAll('_', '-')}` as const
  const names = Object.keys(params.fields)
  const key = id === 'list' ? undefined : /\{(\w+)\}/.exec(api.path)?.[1]
  const path = key === undefined ? base : (`${base}/id:{${key}}` as const)
  const others = names.filter((name) => name !== key)
  const address = (
    method: RestAddress['method'],
    more?: Pick<RestAddress, 'action' | 'query'>,
  ): RestAddress => ({ method, path, actionParameter: '~action', ...more })

  if (id === 'create') return address('POST')
  if (id === 'update') return address('PATCH')
  if (id === 'list') return address('GET', others.length > 0 ? { query: others } : {})
  if (others.length === 0) {
    if (id === 'get' && key !== undefined) return address('GET')
    if (id === 'delete') return address('DELETE')
  }
  return address('POST', { action: id.replaceAll('_', '-') })
}
