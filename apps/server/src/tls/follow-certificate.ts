import type { Clock, Log } from '@accession/core/ports'
import type { OpenCertificate } from './open-certificate.ts'
import type { ServerCertificate } from './server-certificate.ts'

/** Between two looks at the certificate. */
const intervalMs = 60_000
/** From then on the log warns of its end, once a day. */
const warnedBeforeMs = 14 * 24 * 3600 * 1000
const warnedEveryMs = 24 * 3600 * 1000

export interface FollowOptions {
  readonly clock: Clock
  readonly log: Log
  /** Shows another certificate from the next connection on. */
  readonly use: (certificate: ServerCertificate) => void
}

/**
 * Takes up a certificate that was replaced where it is kept, or renewed by ourselves, within a
 * minute and without a signal. One that cannot be used leaves the old one in place, and the log
 * says why. Follows until it is disposed of.
 */
export const followCertificate = (
  certificate: OpenCertificate,
  { clock, log, use }: FollowOptions,
): AsyncDisposable => {
  const stopping = new AbortController()
  let toldFailure: string | undefined
  let warnAt = 0

  const warnOfEnd = (): void => {
    const { current } = certificate
    const now = clock.now()
    if (now < warnAt || current.expiresAt - now > warnedBeforeMs) return
    warnAt = now + warnedEveryMs
    log.warn('tls.certificate_ends', fieldsOf(current))
  }

  const look = async (): Promise<void> => {
    try {
      const { current } = certificate
      const next = await certificate.read()
      toldFailure = undefined
      if (next.cert === current.cert && next.key === current.key) return
      use(next)
      certificate.replace(next)
      warnAt = 0
      log.info('tls.certificate_taken_up', fieldsOf(next))
    } catch (error) {
      // While files are being replaced they may not fit for a moment; what stays wrong is told once.
      const { message } = error as Error
      if (message !== toldFailure) log.error('tls.certificate_not_taken_up', error)
      toldFailure = message
    }
  }

  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      warnOfEnd()
      await clock.sleep(intervalMs, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error
      })
      if (!stopping.signal.aborted) await look()
    }
  }

  const following = follow()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await following
    },
  }
}

const fieldsOf = ({ fingerprint, expiresAt }: ServerCertificate) => ({
  sha256: fingerprint,
  valid_until: new Date(expiresAt).toISOString(),
})
