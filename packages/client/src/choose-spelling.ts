import type { AnyOperation } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import type { Spelling } from './encode-call.ts'

/** The spelling that a connection uses: given, or found out by the first answers. */
export interface SpellingChoice {
  /** Undefined until it is decided; it does not change afterwards. */
  readonly decided: Spelling | undefined
  /** Sends a call in the decided spelling, or in the one that turns out to be answered. */
  send<T>(operation: AnyOperation, call: (spelling: Spelling) => Promise<T>): Promise<T>
}

/** Keeps to one spelling, or tries `/api` first and falls back to `/rest`. */
export const chooseSpelling = (wanted: Spelling | 'auto'): SpellingChoice => {
  let decided = wanted === 'auto' ? undefined : wanted
  return {
    get decided() {
      return decided
    },
    async send({ service }, call) {
      if (decided) return call(decided)
      const isSignIn = service === 'com.vmware.cis.session'
      try {
        const result = await call('api')
        // A server may know the sessions of `/api` and nothing else of it.
        if (!isSignIn) decided ??= 'api'
        return result
      } catch (error) {
        if (!isWithoutApi(error, isSignIn)) {
          if (isApiError(error) && !isSignIn) decided ??= 'api'
          throw error
        }
        try {
          const result = await call('rest')
          decided ??= 'rest'
          return result
        } catch (second) {
          // Neither is there: then the first answer is the one to tell of.
          if (isWithoutApi(second, isSignIn)) throw error
          if (isApiError(second)) decided ??= 'rest'
          throw second
        }
      }
    },
  }
}

/**
 * Whether an answer says that there is no such address, so that asking elsewhere repeats nothing.
 * Where `/api` is JSON-RPC alone, a sign-in may be answered in other ways that are none of REST.
 */
const isWithoutApi = (error: unknown, isSignIn: boolean): boolean => {
  if (isApiError(error)) {
    return (
      error.type === 'OPERATION_NOT_FOUND' ||
      (error.type === 'NOT_FOUND' &&
        (isSignIn || /\.rest\.(?:operationsForUrl|http)NotFound$/.test(error.id)))
    )
  }
  const statuses = isSignIn ? [200, 400, 404, 405, 406, 415, 501] : [404, 405, 501]
  return error instanceof ConnectionError && statuses.includes(error.status ?? 0)
}
