import { accessionError } from '@accession/core/errors'
import type { Credentials } from '../sign-in/credentials.ts'
import { shortened, unreadable } from './call.ts'
import type { Call } from './call.ts'

const standard = 'com.vmware.vapi.std.security'
const byPassword = `${standard}.user_pass`
const bySession = `${standard}.session_id`

/**
 * The credentials of a call, which travel in its security context alone: headers and cookies are not
 * looked at. Throws UNAUTHENTICATED for a scheme that is unknown here.
 */
export const readSecurityContext = ({ securityContext }: Call): Credentials | undefined => {
  if (!securityContext) return undefined
  const text = (name: string): string => {
    const value = Object.hasOwn(securityContext, name) ? securityContext[name] : undefined
    if (typeof value !== 'string') throw unreadable(`params.ctx.securityCtx.${name}`, 'a string')
    return value
  }
  const scheme = text('schemeId')
  if (scheme === bySession) return { kind: 'token', token: text('sessionId') }
  if (scheme === byPassword)
    return { kind: 'password', userName: text('userName'), password: text('password') }
  if (scheme === `${standard}.no_authentication`) return undefined
  const known = [byPassword, bySession] as const
  throw accessionError('accession.access.scheme_unknown', [shortened(scheme), ...known])
}
