import { BlockList, isIP } from 'node:net'
import type { TlsSetting } from './setting-values.ts'
import { SettingsError } from './settings-error.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

const isLoopback = (host: string): boolean => {
  const family = isIP(host)
  return family === 0
    ? host.toLowerCase() === 'localhost'
    : loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

export interface Exposure {
  readonly host: string
  readonly publicUrl: URL | undefined
  readonly tls: TlsSetting | undefined
  readonly isHttpAllowed: boolean
}

/**
 * Refuses to send passwords and tokens over a network in the clear, unless that is asked for, and to
 * tell clients of plain http where only TLS is spoken.
 */
export const checkExposure = ({ host, publicUrl, tls, isHttpAllowed }: Exposure): void => {
  if (tls) {
    if (publicUrl?.protocol !== 'http:') return
    throw new SettingsError(
      'ACCESSION_PUBLIC_URL begins with http:, and yet TLS is on: make it https:, or leave it out.',
    )
  }
  if (isLoopback(host) || publicUrl?.protocol === 'https:' || isHttpAllowed) return
  throw new SettingsError(
    `ACCESSION_HOST is ${host}, where others would see passwords sent over plain http: set ACCESSION_TLS=self-signed or ACCESSION_TLS_CERT and ACCESSION_TLS_KEY, or ACCESSION_PUBLIC_URL to the https address of a proxy in front, or ACCESSION_ALLOW_HTTP=1.`,
  )
}
