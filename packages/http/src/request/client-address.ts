import type { Context } from 'hono'
import type { Host } from '../host.ts'

/** Who calls: the connection's address, or the last one that a chain of trusted proxies saw. */
export const clientAddressOf = (host: Host, context: Context): string => {
  let address = host.clientAddress(context)
  if (!host.isTrustedProxy(address)) return address
  const forwarded = context.req.raw.headers.get('x-forwarded-for')?.split(',') ?? []
  while (host.isTrustedProxy(address)) {
    const before = forwarded.pop()?.trim()
    if (!before) break
    address = before
  }
  return address
}
