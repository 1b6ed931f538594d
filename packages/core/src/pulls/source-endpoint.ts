import type { Caller } from '../access/caller.ts'
import { requirePrivilege } from '../access/authorize.ts'
import type { TransferEndpoint } from '../contract/transfer-endpoint.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { Library, SourceEndpoint } from '../ports/entities.ts'
import type { World } from '../world.ts'

/**
 * Where a file is to be pulled from, as it is kept; throws INVALID_ARGUMENT where that can be no
 * place to pull from, with words that repeat nothing of its address. Whether it may be reached shows
 * when it is.
 */
export const takeSourceEndpoint = (
  { imports }: Pick<World, 'imports'>,
  caller: Caller,
  name: string,
  { uri, ssl_certificate_thumbprint: thumbprint, ssl_certificate: certificate }: TransferEndpoint,
  library: Pick<Library, 'id'>,
): SourceEndpoint => {
  const fault = faultInSource(uri, { thumbprint, certificate }, imports !== undefined)
  if (fault !== undefined) throw accessionError('accession.pull.source_invalid', [name, fault])
  if (isFile(uri)) requirePrivilege(caller, 'ContentLibrary.ReadStorage', library.id)
  return { uri, thumbprint: thumbprint || null, certificate: certificate || null }
}

/** What makes an endpoint no place to pull from; undefined where nothing does. */
export const faultInSource = (
  uri: string,
  pin: { readonly thumbprint: string | undefined; readonly certificate: string | undefined },
  isImporting: boolean,
): string | undefined =>
  faultOfAddress(uri, isImporting) ?? faultOfPin(pin.thumbprint, pin.certificate)

/** Whether an address names a file of the server's own. */
export const isFile = (uri: string): boolean => URL.parse(uri)?.protocol === 'file:'

const faultOfAddress = (uri: string, isImporting: boolean): string | undefined => {
  if (uri.length > limits.fetchUrlLengthMax)
    return `its uri has more than ${limits.fetchUrlLengthMax} characters`
  const url = isPlainText(uri) ? URL.parse(uri) : null
  if (!url) return 'its uri is no address'
  const { protocol, username, password } = url
  if (protocol === 'ds:') return 'this server has no datastores, so ds: names nothing'
  if (protocol === 'file:') {
    if (!isImporting) return 'whoever runs this server lets no file: be read'
    return url.host === '' ? undefined : 'a file: names no host'
  }
  if (protocol !== 'http:' && protocol !== 'https:') return 'its uri is neither http: nor https:'
  return username === '' && password === '' ? undefined : 'its uri holds a user or a password'
}

const faultOfPin = (
  thumbprint: string | undefined,
  certificate: string | undefined,
): string | undefined => {
  const digits = thumbprint?.replaceAll(/[:\s]/g, '')
  if (digits && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(digits))
    return 'its ssl_certificate_thumbprint is neither a SHA-256 nor a SHA-1 in hex'
  if (!certificate) return undefined
  // Base64 takes a third more, and then there are line ends.
  const isLong = certificate.length > 2 * limits.certificateBytesMax
  return !isLong && certificate.includes('-----BEGIN CERTIFICATE-----')
    ? undefined
    : 'its ssl_certificate is no certificate in PEM'
}
