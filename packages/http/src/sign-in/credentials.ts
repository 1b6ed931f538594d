import { accessionError } from '@accession/core/errors'
import { bytesFromBase64 } from '../codec/base64.ts'
import { sessionHeader } from './session-header.ts'

/** What a request signs in with. */
export type Credentials =
  | { readonly kind: 'password'; readonly userName: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'cookie'; readonly token: string }

/** The credentials of a request: the session header, else Basic, else the cookie. */
export const readCredentials = (headers: Headers): Credentials | undefined => {
  const token = headers.get(sessionHeader)
  if (token) return { kind: 'token', token }
  return readPassword(headers) ?? readCookie(headers)
}

/** The user name and password of Basic; throws UNAUTHENTICATED where it is malformed. */
export const readPassword = (
  headers: Headers,
): Extract<Credentials, { kind: 'password' }> | undefined => {
  const [scheme, encoded, more] = headers.get('authorization')?.trim().split(/ +/) ?? []
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const bytes = more === undefined ? bytesFromBase64(encoded ?? '') : undefined
  const text = bytes && decodeUtf8(bytes)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon === -1)
    throw accessionError('accession.access.bad_credentials', [])
  return { kind: 'password', userName: text.slice(0, colon), password: text.slice(colon + 1) }
}

const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const readCookie = (headers: Headers): Credentials | undefined => {
  for (const pair of headers.get('cookie')?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2)
    const token = name === sessionHeader ? value?.replace(/^"(.*)"$/, '$1') : undefined
    if (token) return { kind: 'cookie', token }
  }
  return undefined
}
