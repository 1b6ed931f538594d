import type { Context } from 'hono'
import type { Host } from '../host.ts'

const hostForm = /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/

/** A public URL as addresses begin with it: without a slash at its end. */
export const publicOrigin = ({ href }: URL): string =>
  href.replace(/[?#].*$/, '').replace(/\/+$/, '')

/** Where a caller sees the server, without a slash at its end; never stored. */
export const callerOriginOf = (host: Host, context: Context): string => {
  if (host.publicUrl) return publicOrigin(host.publicUrl)
  const { url, headers } = context.req.raw
  const start = url.indexOf('://') + 3
  const end = url.indexOf('/', start)
  const own = end === -1 ? url : url.slice(0, end)
  if (!host.isTrustedProxy(host.clientAddress(context))) return own
  const protocol = lastOf(headers.get('x-forwarded-proto'))?.toLowerCase()
  const name = lastOf(headers.get('x-forwarded-host'))
  const scheme = protocol === 'https' || protocol === 'http' ? protocol : own.slice(0, start - 3)
  const forwarded = `${scheme}://${name}`
  const isHost = name !== undefined && hostForm.test(name) && URL.canParse(forwarded)
  return isHost ? forwarded : `${scheme}://${own.slice(start)}`
}

const lastOf = (list: string | null): string | undefined => list?.split(',').at(-1)?.trim()
