import type { DiscFormat, DiscImage, RangedReader } from './disc-image.ts'
import { readUdfVolume } from './read-udf-volume.ts'
import { latinText, volumeFacts } from './volume-descriptor.ts'

const sectorBytes = 2_048
/** The first sectors belong to the system that boots from the disc. */
const firstSector = 16
/** Sectors with descriptors that are looked at: discs have three to eight. */
const sectorsMax = 16

/**
 * Reads what a disc image says of itself: ISO 9660 (ECMA-119), Joliet, UDF (ECMA-167) or several of them at once.
 * Undefined where it is none. Reads at most 70 KiB, whatever the size of the image.
 */
export const readDiscImage = async (reader: RangedReader): Promise<DiscImage | undefined> => {
  const start = firstSector * sectorBytes
  const bytes = await reader.read({ start, end: start + sectorsMax * sectorBytes })
  const sectors = sectorsOf(bytes)
  const primary = sectors.find(({ kind, type }) => kind === 'CD001' && type === 1)
  const joliet = sectors.find(isJoliet)
  const isUdf = sectors.some(({ kind }) => kind === 'NSR02' || kind === 'NSR03')
  if (!primary && !isUdf) return undefined
  const formats: DiscFormat[] = [
    ...(primary ? ['ISO 9660' as const] : []),
    ...(joliet ? ['Joliet' as const] : []),
    ...(isUdf ? ['UDF' as const] : []),
  ]
  const udf = isUdf ? await readUdfVolume(reader) : {}
  const iso = primary ? volumeFacts(primary.bytes, false) : {}
  // Where UDF holds the files, ISO 9660 may know of nothing but a note to older readers.
  const size = Math.max(udf.size ?? 0, iso.size ?? 0)
  return {
    formats,
    ...udf,
    ...iso,
    ...(size > 0 && { size }),
    // The label of Joliet has lower case and letters of any script.
    ...(joliet && labelOf(joliet.bytes)),
    isBootable: sectors.some(isBootRecord),
  }
}

interface Sector {
  readonly bytes: Uint8Array
  readonly type: number | undefined
  /** The standard that it follows. */
  readonly kind: string
}

const kinds = new Set(['CD001', 'BEA01', 'NSR02', 'NSR03', 'TEA01', 'BOOT2'])

/** The descriptors of a volume: one each sector, up to the first one that is none. */
const sectorsOf = (bytes: Uint8Array): readonly Sector[] => {
  const sectors: Sector[] = []
  for (let start = 0; start + sectorBytes <= bytes.length; start += sectorBytes) {
    const sector = bytes.subarray(start, start + sectorBytes)
    const kind = latinText(sector, 1, 6)
    if (!kinds.has(kind)) break
    sectors.push({ bytes: sector, type: sector[0], kind })
  }
  return sectors
}

const isJoliet = ({ bytes, kind, type }: Sector): boolean =>
  kind === 'CD001' && type === 2 && /^%\/[@CE]$/.test(latinText(bytes, 88, 91))

const labelOf = (descriptor: Uint8Array): Pick<DiscImage, 'label'> => {
  const { label } = volumeFacts(descriptor, true)
  return label === undefined ? {} : { label }
}

const isBootRecord = ({ bytes, kind, type }: Sector): boolean =>
  kind === 'CD001' && type === 0 && latinText(bytes, 7, 39) === 'EL TORITO SPECIFICATION'
