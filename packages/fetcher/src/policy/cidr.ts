import { parseAddress } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'

/** A block of addresses that share their first bits. */
export interface Cidr {
  readonly address: IpAddress
  readonly bits: number
}

/** `10.0.0.0/8`, `fd00::/8`, or one address; undefined for anything else. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [base = '', prefix, ...more] = text.split('/')
  const address = parseAddress(base)
  if (!address || more.length > 0) return undefined
  const most = address.length * 8
  if (prefix === undefined) return { address, bits: most }
  const bits = Number(prefix)
  return /^\d{1,3}$/.test(prefix) && bits <= most ? { address, bits } : undefined
}

/** Whether an address is in a block; one of the other family never is. */
export const isWithin = (address: IpAddress, { address: base, bits }: Cidr): boolean => {
  if (address.length !== base.length) return false
  const whole = bits >> 3
  for (let index = 0; index < whole; index++) if (address[index] !== base[index]) return false
  const rest = bits & 7
  if (rest === 0) return true
  const mask = (0xff << (8 - rest)) & 0xff
  return ((address[whole] ?? 0) & mask) === ((base[whole] ?? 0) & mask)
}
