import type { DiscImage, RangedReader } from './disc-image.ts'
import { latinText, wideText } from './volume-descriptor.ts'

const sectorBytes = 2_048
/** Where every UDF disc has an anchor that points to its volume descriptors (ECMA-167 3/8.4.2.1). */
const anchorSector = 256
/** Sectors of volume descriptors that are looked at; discs reserve sixteen. */
const sectorsMax = 16
const tags = { primary: 1, anchor: 2, partition: 5, logical: 6, terminator: 8 } as const

/** Label, size and date of a UDF volume; empty where its descriptors are not found. */
export const readUdfVolume = async (
  reader: RangedReader,
): Promise<Pick<DiscImage, 'label' | 'size' | 'created'>> => {
  const start = anchorSector * sectorBytes
  const anchor = await reader.read({ start, end: start + sectorBytes })
  if (anchor.length < sectorBytes || tagOf(anchor) !== tags.anchor) return {}
  const view = viewOf(anchor)
  const count = Math.min(Math.floor(view.getUint32(16, true) / sectorBytes), sectorsMax)
  const at = view.getUint32(20, true) * sectorBytes
  if (count === 0) return {}
  const bytes = await reader.read({ start: at, end: at + count * sectorBytes })
  const facts: { label?: string; size?: number; created?: string } = {}
  for (let offset = 0; offset + sectorBytes <= bytes.length; offset += sectorBytes) {
    const descriptor = bytes.subarray(offset, offset + sectorBytes)
    const tag = tagOf(descriptor)
    if (tag === tags.terminator) break
    if (tag === tags.primary) Object.assign(facts, primaryFacts(descriptor))
    if (tag === tags.partition) facts.size = Math.max(facts.size ?? 0, partitionEnd(descriptor))
    const label = tag === tags.logical ? dString(descriptor.subarray(84, 212)) : ''
    if (label !== '') facts.label = label
  }
  return facts
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

const tagOf = (descriptor: Uint8Array): number => viewOf(descriptor).getUint16(0, true)

/** Where a partition ends, in bytes: its first sector and its length (ECMA-167 3/10.5). */
const partitionEnd = (descriptor: Uint8Array): number => {
  const view = viewOf(descriptor)
  return (view.getUint32(188, true) + view.getUint32(192, true)) * sectorBytes
}

const primaryFacts = (descriptor: Uint8Array): Pick<DiscImage, 'label' | 'created'> => {
  const label = dString(descriptor.subarray(24, 56))
  const created = timestamp(descriptor.subarray(376, 388))
  return { ...(label !== '' && { label }), ...(created !== undefined && { created }) }
}

/** A text whose first byte tells how it is written and whose last one how long it is (UDF 2.1.3). */
const dString = (bytes: Uint8Array): string => {
  const end = Math.min(bytes.at(-1) ?? 0, bytes.length - 1)
  if (end < 2) return ''
  return bytes[0] === 16 ? wideText(bytes, 1, end) : latinText(bytes, 1, end)
}

/** ECMA-167 1/7.3: the zone in minutes (twelve bits with a sign), then the date, field by field. */
const timestamp = (bytes: Uint8Array): string | undefined => {
  const view = viewOf(bytes)
  const zone = (view.getInt16(0, true) << 20) >> 20
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes.subarray(4, 9)
  const year = view.getUint16(2, true)
  if (year < 1_970 || year > 9_999 || month < 1 || month > 12 || day < 1 || day > 31)
    return undefined
  // −2047 stands for an unknown zone.
  const offset = zone >= -1_440 && zone <= 1_440 ? zone : 0
  return new Date(Date.UTC(year, month - 1, day, hour, minute - offset, second)).toISOString()
}
