import { sessionHeader } from './session-header.ts'

/** The cookie of a session just made; only travels over TLS where the caller sees TLS. */
export const sessionCookie = (token: string, origin: string): string =>
  `${sessionHeader}=${token};Path=/;HttpOnly;SameSite=Strict${secure(origin)}`

/** Makes a browser forget the cookie. */
export const endedSessionCookie = (origin: string): string =>
  `${sessionHeader}=;Path=/;HttpOnly;SameSite=Strict;Max-Age=0${secure(origin)}`

const secure = (origin: string): string => (origin.startsWith('https:') ? ';Secure' : '')
