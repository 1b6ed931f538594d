import { limits } from '@accession/core'
import { FetchError } from '@accession/core/ports'
import { hostOf } from './allow-list.ts'
import { parseAddress } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'

/** Where one hop of a request goes. */
export interface Target {
  readonly url: URL
  readonly isSecure: boolean
  /** The name, or the address without brackets. */
  readonly host: string
  readonly port: number
  /** Set where the host is an address and not a name. */
  readonly address: IpAddress | undefined
}

/** Reads an address that somebody gave; throws a `FetchError` where it is none to go to. */
export const targetOf = (text: string | URL, base?: URL): Target => {
  if (String(text).length > limits.fetchUrlLengthMax) {
    throw new FetchError('INVALID_URL', 'The address is too long.')
  }
  const url = URL.parse(String(text), base)
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new FetchError('INVALID_URL', 'Only http and https addresses are fetched.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchError(
      'INVALID_URL',
      'An address with a user or a password in it is not fetched.',
    )
  }
  url.hash = ''
  const isSecure = url.protocol === 'https:'
  const host = hostOf(url)
  return {
    url,
    isSecure,
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isSecure ? 443 : 80)),
    address: parseAddress(host),
  }
}
