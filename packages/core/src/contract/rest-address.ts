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
export const restAddresses = (operation: Addressed): readonly RestAddress[] => {
  if (operation.service === tasksService) return [tasksAddress(operation)]
  const address = derivedAddress(operation)
  const { path, actionParameter } = address
  return operation.service === 'com.vmware.cis.session' && operation.id === 'get'
    ? [address, { method: 'GET', path, actionParameter }]
    : [address]
}

/** Tasks alone are spelled below `/rest` as they are below `/api`. */
const tasksAddress = ({ api: { method, path, action, query } }: Addressed): RestAddress => ({
  method,
  path: `/rest/${path.slice('/api/'.length)}`,
  ...(action !== undefined && { action }),
  actionParameter: 'action',
  ...(query && { query }),
})

const derivedAddress = ({ service, id, params, api }: Addressed): RestAddress => {
  const base = `/rest/${service.replaceAll('.', '/').replaceAll('_', '-')}` as const
  const names = Object.keys(params.fields)
  const key = id === 'list' ? undefined : /\{(\w+)\}/.exec(api.path)?.[1]
  const path = key === undefined ? base : (`${base}/id:{${key}}` as const)
  const others = names.filter((name) => name !== key)
  const actionParameter = '~action'

  if (id === 'create') return { method: 'POST', path, actionParameter }
  if (id === 'update') return { method: 'PATCH', path, actionParameter }
  if (id === 'list') {
    return { method: 'GET', path, actionParameter, ...(others.length > 0 && { query: others }) }
  }
  if (others.length === 0) {
    if (id === 'get' && key !== undefined) return { method: 'GET', path, actionParameter }
    if (id === 'delete') return { method: 'DELETE', path, actionParameter }
  }
  return { method: 'POST', path, action: id.replaceAll('_', '-'), actionParameter }
}
