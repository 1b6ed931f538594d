import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import type { ServerSettings } from '../settings/server-settings.ts'
import { certificateNames } from './certificate-names.ts'
import { readOwnCertificate } from './own-certificate.ts'
import { selfSignedCertificate } from './self-signed-certificate.ts'
import type { ServerCertificate } from './server-certificate.ts'

/** A certificate, and how to read it again: files are replaced, and what we sign runs out. */
export interface OpenCertificate {
  /** The one that is shown. */
  readonly current: ServerCertificate
  /** Reads it where it is kept, and changes nothing. */
  read(): Promise<ServerCertificate>
  /** Makes another the current one. */
  replace(next: ServerCertificate): void
}

type CertificateSettings = Pick<ServerSettings, 'tls' | 'data' | 'store' | 'host' | 'publicUrl'>

/** The certificate that the settings ask for; undefined without TLS. Throws a `StartError`. */
export const openCertificate = async (
  settings: CertificateSettings,
): Promise<OpenCertificate | undefined> => {
  const read = certificateReader(settings)
  if (!read) return undefined
  try {
    let current = await read()
    return {
      get current() {
        return current
      },
      read,
      replace: (next) => void (current = next),
    }
  } catch (cause) {
    throw new StartError(`No TLS: ${(cause as Error).message}.`, { cause })
  }
}

const certificateReader = ({
  tls,
  data,
  store,
  host,
  publicUrl,
}: CertificateSettings): (() => Promise<ServerCertificate>) | undefined => {
  if (!tls) return undefined
  if (tls.kind === 'files') return () => readOwnCertificate(tls)
  const names = certificateNames(host, publicUrl)
  if (store.kind === 'memory') {
    const made = selfSignedCertificate({ folder: undefined, names })
    return () => made
  }
  return () => selfSignedCertificate({ folder: join(data, 'tls'), names })
}
