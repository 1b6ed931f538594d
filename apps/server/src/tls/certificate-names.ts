import { hostname } from 'node:os'
import { isIP } from 'node:net'

/** Names that a certificate of this machine is to carry: DNS names first, the most telling of all. */
export const certificateNames = (
  host: string,
  publicUrl: URL | undefined,
  machine = hostname(),
): readonly string[] => {
  const names = [publicUrl?.hostname, host, machine, 'localhost', '127.0.0.1', '::1']
    .filter((name) => name !== undefined)
    .map((name) => name.toLowerCase().replace(/^\[|\]$/g, ''))
    .filter((name) => isName(name) && name !== '0.0.0.0' && name !== '::')
  return [...new Set(names)].toSorted(
    (one, other) => Number(isIP(one) > 0) - Number(isIP(other) > 0),
  )
}

const isName = (text: string): boolean =>
  isIP(text) !== 0 || (text.length <= 253 && /^[\w-]{1,63}(\.[\w-]{1,63})*$/.test(text))
