import { isStream } from './http-server.ts'
import type { Incoming } from './http-server.ts'

/**
 * Whether a request has a body: without either header HTTP/1.1 has none (RFC 9112, 6.3), and a
 * stream's ends with its headers.
 */
export const hasBody = (incoming: Incoming): boolean => {
  if (isStream(incoming)) return !incoming.stream.endAfterHeaders
  const { headers } = incoming
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}
