import { BlockList, isIP } from 'node:net'
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

/** Refuses to send passwords and tokens over a network in the clear, unless that is asked for. */
export const checkExposure = (
  host: string,
  publicUrl: URL | undefined,
  isHttpAllowed: boolean,
): void => {
  if (isLoopback(host) || publicUrl?.protocol === 'https:' || isHttpAllowed) return
  throw new SettingsError(
    `ACCESSION_HOST is ${host}, where others would see passwords sent over plain http: set ACCESSION_PUBLIC_URL to the https address of a proxy in front, or ACCESSION_ALLOW_HTTP=1.`,
  )
}
