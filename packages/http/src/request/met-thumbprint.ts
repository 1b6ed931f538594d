import type { Context } from 'hono'
import type { Host } from '../host.ts'

/**
 * The thumbprint of the certificate that a caller meets, where it is ours and nobody vouches for it.
 * Behind a public URL or a proxy a caller may meet another one.
 */
export const metThumbprintOf = (host: Host, context: Context): string | undefined => {
  const certificate = host.certificate()
  if (!certificate?.isSelfSigned || host.publicUrl) return undefined
  return host.isTrustedProxy(host.clientAddress(context)) ? undefined : certificate.fingerprint
}
