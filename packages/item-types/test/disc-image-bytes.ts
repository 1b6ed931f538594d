const sectorBytes = 2_048

/** A disc image of twenty sectors that has nothing but a label (ECMA-119). */
export const discImageBytes = (label: string): Uint8Array => {
  const image = new Uint8Array(20 * sectorBytes)
  const write = (sector: number, offset: number, text: string): void =>
    image.set(new TextEncoder().encode(text), sector * sectorBytes + offset)
  const view = new DataView(image.buffer)
  write(16, 0, '\u0001CD001\u0001')
  write(16, 40, label.padEnd(32))
  view.setUint32(16 * sectorBytes + 80, 20, true)
  view.setUint32(16 * sectorBytes + 84, 20, false)
  view.setUint16(16 * sectorBytes + 128, sectorBytes, true)
  view.setUint16(16 * sectorBytes + 130, sectorBytes, false)
  // A terminator is of type 255.
  image[17 * sectorBytes] = 255
  write(17, 1, 'CD001\u0001')
  return image
}
