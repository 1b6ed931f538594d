const sectorBytes = 2_048

/** A part of a disc image: bytes from an offset within a sector on. */
export interface DiscPart {
  readonly sector: number
  readonly at: number
  readonly bytes: Uint8Array | string
}

/** The bytes of an image of so many sectors that holds these parts. */
export const discOf = (sectors: number, parts: readonly DiscPart[]): Uint8Array => {
  const disc = new Uint8Array(sectors * sectorBytes)
  for (const { sector, at, bytes } of parts)
    disc.set(
      typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
      sector * sectorBytes + at,
    )
  return disc
}

/** A volume descriptor of ISO 9660 in a sector; texts are padded with blanks. */
export const isoDescriptor = (
  sector: number,
  type: number,
  label: Uint8Array | string,
  sectors = 20,
): readonly DiscPart[] => [
  { sector, at: 0, bytes: `${String.fromCharCode(type)}CD001\u0001` },
  { sector, at: 40, bytes: ' '.repeat(32) },
  { sector, at: 40, bytes: label },
  { sector, at: 80, bytes: new Uint8Array([sectors, 0, 0, 0]) },
  { sector, at: 128, bytes: new Uint8Array([0, 8, 8, 0]) },
  // One hour east of Greenwich, in quarters.
  { sector, at: 813, bytes: '2026010203040506\u0004' },
]

/** The descriptors that say that a disc is one of UDF. */
export const udfSequence = (sector: number): readonly DiscPart[] =>
  ['BEA01', 'NSR02', 'TEA01'].map((standard, index) => ({
    sector: sector + index,
    at: 1,
    bytes: `${standard}\u0001`,
  }))

/** An anchor that points to the volume descriptors at sector 257, which tell label, date and size. */
export const udfVolume = (label: string, sectors = 23): readonly DiscPart[] => [
  { sector: 256, at: 0, bytes: new Uint8Array([2, 0]) },
  { sector: 256, at: 16, bytes: new Uint8Array([0, 0x80, 0, 0, 1, 1, 0, 0]) },
  { sector: 257, at: 0, bytes: new Uint8Array([1, 0]) },
  { sector: 257, at: 24, bytes: '\u0008PRIMARY' },
  { sector: 257, at: 55, bytes: new Uint8Array([8]) },
  // One hour east, the year 2026, the second of January, 03:04:05.
  { sector: 257, at: 376, bytes: new Uint8Array([60, 0x10, 0xea, 7, 1, 2, 3, 4, 5]) },
  { sector: 258, at: 0, bytes: new Uint8Array([6, 0]) },
  { sector: 258, at: 84, bytes: `\u0010${label.replaceAll(/./gs, '\0$&')}` },
  { sector: 258, at: 211, bytes: new Uint8Array([1 + 2 * label.length]) },
  // From sector 257 on.
  { sector: 259, at: 0, bytes: new Uint8Array([5, 0]) },
  { sector: 259, at: 188, bytes: new Uint8Array([1, 1, 0, 0, sectors, 0, 0, 0]) },
  { sector: 260, at: 0, bytes: new Uint8Array([8, 0]) },
]
