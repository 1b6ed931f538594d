/** The largest size that eleven octal digits can say, in bytes: 8 GiB less one. */
export const octalMax = 8 ** 11 - 1

/**
 * A number as headers say it: octal digits, or base 256 after a first bit that is set, as GNU tar
 * writes what is too large for them. Undefined where it is neither, negative or beyond 2^53.
 */
export const readTarNumber = (field: Uint8Array): number | undefined =>
  ((field[0] ?? 0) & 0x80) === 0 ? readOctal(field) : readBase256(field)

const readOctal = (field: Uint8Array): number | undefined => {
  const text = String.fromCharCode(...field)
  const [, digits] = /^ *([0-7]*)[ \0]*$/.exec(text) ?? []
  return digits === undefined ? undefined : Number.parseInt(`0${digits}`, 8)
}

const readBase256 = (field: Uint8Array): number | undefined => {
  let number = 0
  for (const [index, byte] of field.entries()) {
    number = number * 256 + (index === 0 ? byte & 0x7f : byte)
    if (!Number.isSafeInteger(number)) return undefined
  }
  return number
}

/**
 * Writes a size: in octal where it can be said so, else in base 256, which every tar of today
 * reads.
 */
export const writeTarSize = (field: Uint8Array, size: number): void => {
  if (size <= octalMax) {
    writeOctal(field, size)
    return
  }
  let left = size
  for (let index = field.length - 1; index > 0; index--) {
    field[index] = left % 256
    left = Math.floor(left / 256)
  }
  field[0] = 0x80
}

/** Writes octal digits up to the last byte of the field, which stays zero. */
export const writeOctal = (field: Uint8Array, number: number): void => {
  const digits = number.toString(8).padStart(field.length - 1, '0')
  new TextEncoder().encodeInto(digits, field)
}
