import { FetchError } from '@accession/core/ports'
import type { FetchRequest } from '@accession/core/ports'
import { targetOf } from './target.ts'
import type { Target } from './target.ts'

/** One request of a chain of redirects. */
export interface Hop {
  readonly target: Target
  readonly headers: Readonly<Record<string, string>>
}

const redirects: readonly number[] = [301, 302, 303, 307, 308]

/** Where a request begins: with its credentials. */
export const firstHop = ({ url, headers = {}, credentials }: FetchRequest): Hop => {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    target: targetOf(url),
    headers: {
      ...Object.fromEntries(lower),
      ...(credentials && { authorization: basic(credentials) }),
    },
  }
}

const basic = ({ userName, password }: NonNullable<FetchRequest['credentials']>): string => {
  const bytes = new TextEncoder().encode(`${userName}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

/** What is meant for one origin alone. */
const ownHeaders: readonly string[] = ['authorization', 'cookie', 'proxy-authorization']

/**
 * Where an answer leads next; undefined where it is the answer. What is for an origin alone stays
 * behind when that is left. Throws a `FetchError` where it leads from https to http, or nowhere.
 */
export const nextHop = (
  { target, headers }: Hop,
  { status, location }: { readonly status: number; readonly location: string | undefined },
): Hop | undefined => {
  if (!redirects.includes(status) || location === undefined) return undefined
  const next = targetOf(location, target.url)
  if (target.isSecure && !next.isSecure) {
    throw new FetchError('FORBIDDEN_ADDRESS', `${target.host} redirects from https to http.`)
  }
  if (next.url.origin === target.url.origin) return { target: next, headers }
  const others = Object.entries(headers).filter(([name]) => !ownHeaders.includes(name))
  return { target: next, headers: Object.fromEntries(others) }
}
