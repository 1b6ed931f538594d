import { requirePrivilegeSomewhere } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import type { ProbeResult, ProbeStatus } from '../contract/subscribed-library.ts'
import type { TransferEndpoint } from '../contract/transfer-endpoint.ts'
import { fillMessage } from '../errors/messages.ts'
import { limits } from '../limits.ts'
import { FetchError } from '../ports/fetcher.ts'
import { ImportError } from '../ports/import-folder.ts'
import { failureStatus } from '../probing/failure-status.ts'
import { showCertificate } from '../probing/show-certificate.ts'
import type { World } from '../world.ts'
import { faultInSource, isFile } from './source-endpoint.ts'

/**
 * Tells whether a file could be pulled from an endpoint, and what certificate is met there, for a
 * caller who may make update sessions somewhere. Hardly more than its first byte is fetched.
 */
export const probeSource = async (
  world: World,
  caller: Caller,
  endpoint: TransferEndpoint,
): Promise<ProbeResult> => {
  requirePrivilegeSomewhere(caller, 'ContentLibrary.UpdateSession')
  const { uri, ssl_certificate_thumbprint: thumbprint, ssl_certificate: certificate } = endpoint
  const fault = faultInSource(uri, { thumbprint, certificate }, world.imports !== undefined)
  if (fault !== undefined) return told('INVALID_URL', `Nothing can be pulled from there: ${fault}.`)
  if (isFile(uri)) {
    requirePrivilegeSomewhere(caller, 'ContentLibrary.ReadStorage')
    return probeImport(world, uri)
  }
  return withinTime(world, async (signal) => {
    const [result, shown] = await Promise.all([
      probeRemote(world, endpoint, signal),
      showCertificate(world, uri, signal),
    ])
    return { ...result, ...shown }
  })
}

/** Ends what takes too long, as a server does that sends byte after byte of its headers. */
const withinTime = async <T>(
  { clock }: Pick<World, 'clock'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const [stop, ended] = [new AbortController(), new AbortController()]
  const text = `There was no answer within ${limits.probeMs / 1000} seconds.`
  clock.sleep(limits.probeMs, ended.signal).then(
    () => stop.abort(new FetchError('TIMED_OUT', text)),
    () => undefined,
  )
  try {
    return await work(stop.signal)
  } finally {
    ended.abort()
  }
}

const told = (status: ProbeStatus, ...texts: readonly string[]): ProbeResult => ({
  status,
  error_messages: texts.map((text) => fillMessage('accession.pull.probed', [text])),
})

const probeImport = async (
  { imports }: Pick<World, 'imports'>,
  uri: string,
): Promise<ProbeResult> => {
  try {
    const file = await imports?.open(decodeURIComponent(new URL(uri).pathname))
    await file?.read().cancel()
    return told('SUCCESS')
  } catch (error) {
    if (!(error instanceof ImportError || error instanceof URIError)) throw error
    return told('RESOURCE_NOT_FOUND', error.message)
  }
}

const probeRemote = async (
  { fetcher }: Pick<World, 'fetcher'>,
  { uri, ssl_certificate_thumbprint: thumbprint, ssl_certificate: certificate }: TransferEndpoint,
  signal: AbortSignal,
): Promise<ProbeResult> => {
  try {
    const { status, bytes, url } = await fetcher.fetch({
      url: uri,
      // Signed addresses are often good for GET alone.
      headers: { range: 'bytes=0-0' },
      pinned: { ...(thumbprint && { thumbprint }), ...(certificate && { certificate }) },
      signal,
      bytesMax: limits.fileBytesMax,
    })
    await bytes.cancel()
    // An empty file has no first byte.
    if (status === 200 || status === 206 || status === 416) return told('SUCCESS')
    const text = `${new URL(url).host} answers with status ${status}.`
    if (status === 401 || status === 403) return told('INVALID_CREDENTIALS', text)
    return told(status === 404 || status === 410 ? 'RESOURCE_NOT_FOUND' : 'UNKNOWN_ERROR', text)
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    return told(failureStatus[error.failure], error.message)
  }
}
