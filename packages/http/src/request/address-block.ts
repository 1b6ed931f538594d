/** The bytes of an IPv4 or IPv6 address; an IPv4 address inside IPv6 is its four bytes. */
const bytesOf = (address: string): readonly number[] | undefined => {
  const plain = address.replace(/^\[|\]$/g, '').split('%', 1)[0] ?? ''
  if (!plain.includes(':')) return bytesOfIpv4(plain)
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  const tail = mapped?.[2] === undefined ? [] : bytesOfIpv4(mapped[2])
  if (!tail) return undefined
  const bytes = bytesOfGroups(mapped?.[1]?.replace(/([^:]):$/, '$1') ?? plain, 16 - tail.length)
  if (!bytes) return undefined
  const all = [...bytes, ...tail]
  const isMapped =
    all.slice(0, 10).every((byte) => byte === 0) && all[10] === 255 && all[11] === 255
  return isMapped ? all.slice(12) : all
}

const bytesOfIpv4 = (text: string): readonly number[] | undefined => {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  return bytes?.every((byte) => byte <= 255) ? bytes : undefined
}

const bytesOfGroups = (text: string, length: number): readonly number[] | undefined => {
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return undefined
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  if (!before || !after) return undefined
  const missing = length - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined
  return [...before, ...Array.from({ length: missing }, () => 0), ...after]
}

const groupsOf = (text: string): readonly number[] | undefined => {
  if (text === '') return []
  const groups = text.split(':')
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

interface Block {
  readonly bytes: readonly number[]
  readonly bits: number
}

const blockOf = (cidr: string): Block => {
  const [address = '', length, more] = cidr.split('/')
  const bytes = bytesOf(address)
  const spelledBits = address.includes(':') ? 128 : 32
  const spelled = length === undefined ? spelledBits : Number(length)
  const isLength = length === undefined || (/^\d+$/.test(length) && spelled <= spelledBits)
  // The length of an IPv4 block that is spelled inside IPv6 counts the 96 bits before it.
  const bits = spelled - (spelledBits - (bytes?.length ?? 0) * 8)
  if (!bytes || more !== undefined || !isLength || bits < 0)
    throw new Error(`${cidr} is neither an address nor a CIDR such as 10.0.0.0/8`)
  return { bytes, bits }
}

const isWithin = ({ bytes, bits }: Block, address: readonly number[]): boolean =>
  address.length === bytes.length &&
  bytes.every((byte, index) => {
    const left = Math.min(8, Math.max(0, bits - index * 8))
    const mask = (0xff << (8 - left)) & 0xff
    return (byte & mask) === ((address[index] ?? 0) & mask)
  })

/** Tells whether an address lies in any of the CIDRs; throws where one is malformed. */
export const isAddressIn = (cidrs: readonly string[]): ((address: string) => boolean) => {
  const blocks = cidrs.map(blockOf)
  return (address) => {
    const bytes = blocks.length > 0 ? bytesOf(address) : undefined
    return bytes !== undefined && blocks.some((block) => isWithin(block, bytes))
  }
}
