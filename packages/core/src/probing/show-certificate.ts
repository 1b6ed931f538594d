import type { ProbeResult } from '../contract/subscribed-library.ts'
import { FetchError } from '../ports/fetcher.ts'
import type { World } from '../world.ts'

/**
 * The certificate that the server of an https address shows, believed or not; nothing where none is
 * seen in time: what keeps it from being seen is told by the request that is probed.
 */
export const showCertificate = async (
  { fetcher }: Pick<World, 'fetcher'>,
  url: string,
  signal: AbortSignal,
): Promise<Pick<ProbeResult, 'ssl_thumbprint' | 'ssl_certificate'>> => {
  if (!/^https:/i.test(url)) return {}
  try {
    const shown = await fetcher.serverCertificate(url, signal)
    return shown ? { ssl_thumbprint: shown.thumbprint, ssl_certificate: shown.certificate } : {}
  } catch (error) {
    if (!(error instanceof FetchError || signal.aborted)) throw error
    return {}
  }
}
