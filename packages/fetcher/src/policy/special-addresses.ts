import { isWithin, parseCidr } from './cidr.ts'
import type { Cidr } from './cidr.ts'
import type { IpAddress } from './ip-address.ts'

interface Block {
  readonly cidr: Cidr
  readonly what: string
}

const block = (text: string, what: string): Block => {
  const cidr = parseCidr(text)
  if (!cidr) throw new TypeError(`${text} is no block of addresses`)
  return { cidr, what }
}

/** What is not the public internet in IPv4 (IANA's registry of special-purpose addresses), and hosts of clouds. */
const inFour: readonly Block[] = [
  block('0.0.0.0/8', 'unspecified'),
  block('10.0.0.0/8', 'private'),
  block('100.64.0.0/10', 'shared by a carrier'),
  block('127.0.0.0/8', 'loopback'),
  block('168.63.129.16/32', 'metadata of a cloud'),
  block('169.254.0.0/16', 'link-local'),
  block('172.16.0.0/12', 'private'),
  block('192.0.0.0/24', 'reserved for protocols'),
  block('192.0.2.0/24', 'for documentation'),
  block('192.31.196.0/24', 'reserved for protocols'),
  block('192.52.193.0/24', 'reserved for protocols'),
  block('192.88.99.0/24', '6to4'),
  block('192.168.0.0/16', 'private'),
  block('192.175.48.0/24', 'reserved for protocols'),
  block('198.18.0.0/15', 'for benchmarks'),
  block('198.51.100.0/24', 'for documentation'),
  block('203.0.113.0/24', 'for documentation'),
  block('224.0.0.0/4', 'multicast'),
  block('255.255.255.255/32', 'broadcast'),
  block('240.0.0.0/4', 'reserved'),
]

/** The same in IPv6; what is in none of them, nor in `2000::/3`, is refused as well. */
const inSixteen: readonly Block[] = [
  block('::/128', 'unspecified'),
  block('::1/128', 'loopback'),
  block('::ffff:0:0/96', 'an IPv4 address in IPv6'),
  block('::ffff:0:0:0/96', 'an IPv4 address in IPv6'),
  block('::/96', 'an IPv4 address in IPv6'),
  block('64:ff9b::/96', 'NAT64'),
  block('64:ff9b:1::/48', 'NAT64'),
  block('100::/64', 'discarded'),
  block('2001::/32', 'Teredo'),
  block('2001:2::/48', 'for benchmarks'),
  block('2001:db8::/32', 'for documentation'),
  block('2001::/23', 'reserved for protocols'),
  block('2002::/16', '6to4'),
  block('2620:4f:8000::/48', 'reserved for protocols'),
  block('3fff::/20', 'for documentation'),
  block('fc00::/7', 'unique local'),
  block('fe80::/10', 'link-local'),
  block('fec0::/10', 'site-local'),
  block('ff00::/8', 'multicast'),
]

const globalUnicast = parseCidr('2000::/3')

/** An interface id made of an IPv4 address (ISATAP), whatever network it is in. */
const isIsatap = (address: IpAddress): boolean =>
  ((address[8] ?? 0) & 0xfd) === 0 &&
  address[9] === 0 &&
  address[10] === 0x5e &&
  address[11] === 0xfe

/** Why an address is none of the public internet; undefined where it is one. */
export const whatIsSpecial = (address: IpAddress): string | undefined => {
  const blocks = address.length === 4 ? inFour : inSixteen
  const found = blocks.find(({ cidr }) => isWithin(address, cidr))
  if (found) return found.what
  if (address.length === 4) return undefined
  if (isIsatap(address)) return 'an IPv4 address in IPv6'
  return globalUnicast && isWithin(address, globalUnicast) ? undefined : 'reserved'
}
