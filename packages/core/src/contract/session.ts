import { operation, service } from './operation.ts'
import { dateTime, nothing, secret, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** Who is signed in, and since when. */
export const sessionInfo = structure('com.vmware.cis.session.info', {
  user: string,
  created_time: dateTime,
  last_accessed_time: dateTime,
})
export type SessionInfo = Infer<typeof sessionInfo>

const path = '/api/session'

/** Signing in and out; `create` reads the credentials of the request and answers the token. */
export const sessionService = service('session', 'com.vmware.cis.session', {
  create: operation({
    params: {},
    result: secret,
    errors: ['SERVICE_UNAVAILABLE', 'UNAUTHENTICATED'],
    privileges: [],
    api: { method: 'POST', path },
  }),
  get: operation({
    params: {},
    result: sessionInfo,
    errors: ['SERVICE_UNAVAILABLE', 'UNAUTHENTICATED'],
    privileges: [],
    api: { method: 'GET', path },
  }),
  delete: operation({
    params: {},
    result: nothing,
    errors: ['SERVICE_UNAVAILABLE', 'UNAUTHENTICATED'],
    privileges: [],
    api: { method: 'DELETE', path },
  }),
})
