import { isWithin, parseCidr } from './cidr.ts'
import type { Cidr } from './cidr.ts'
import type { IpAddress } from './ip-address.ts'

/** What an operator lets be reached besides public addresses. */
export interface AllowList {
  /** Whether a host of a URL is named, with that port or without one: then whatever it resolves to. */
  allowsHost(host: string, port: number): boolean
  allowsAddress(address: IpAddress): boolean
}

interface AllowedHost {
  readonly host: string
  /** Undefined: any. */
  readonly port: number | undefined
}

/** `host`, `host:port` or `[address]:port`, as a URL spells its host; undefined for anything else. */
const parseHost = (text: string): AllowedHost | undefined => {
  const [, name = '', port] = /^(\[[^\]]+\]|[^:/?#@\s]+)(?::(\d{1,5}))?$/.exec(text) ?? []
  const url = name === '' ? null : URL.parse(`http://${name}/`)
  if (!url || Number(port ?? 0) > 65_535) return undefined
  return { host: hostOf(url), port: port === undefined ? undefined : Number(port) }
}

/** The host of a URL, without the dot that may end a name. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): string => hostname.replace(/\.$/, '')

/** Whether a text is a host, `host:port`, an address or a CIDR, as the list of what is allowed takes it. */
export const isAllowable = (text: string): boolean =>
  parseCidr(text) !== undefined || parseHost(text) !== undefined

/** Reads the list; throws a `TypeError` for what `isAllowable` says no to. */
export const createAllowList = (entries: readonly string[]): AllowList => {
  const cidrs: Cidr[] = []
  const hosts: AllowedHost[] = []
  for (const entry of entries) {
    const cidr = parseCidr(entry)
    const host = cidr ? undefined : parseHost(entry)
    if (!cidr && !host) throw new TypeError(`${entry} is no host, host:port, address or CIDR`)
    if (cidr) cidrs.push(cidr)
    if (host) hosts.push(host)
  }
  return {
    allowsHost: (host, port) =>
      hosts.some((known) => known.host === host && (known.port ?? port) === port),
    allowsAddress: (address) => cidrs.some((cidr) => isWithin(address, cidr)),
  }
}
