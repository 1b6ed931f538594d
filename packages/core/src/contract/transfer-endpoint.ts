import { optional, string, structure, uri } from './types.ts'
import type { Infer } from './types.ts'

/** Where bytes are sent to or fetched from: `http`, `https` or `ds`. */
export const transferEndpoint = structure('com.vmware.content.library.item.transfer_endpoint', {
  uri,
  /** SHA-256 of the certificate's DER form; the only certificate then accepted. */
  ssl_certificate_thumbprint: optional(string),
  /** PEM; the only certificate then accepted, whatever the thumbprint. */
  ssl_certificate: optional(string),
})
export type TransferEndpoint = Infer<typeof transferEndpoint>
