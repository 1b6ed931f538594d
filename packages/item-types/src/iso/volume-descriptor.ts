import type { DiscImage } from './disc-image.ts'

/** Characters of a range of bytes, one of a byte; trailing blanks and NULs are padding. */
export const latinText = (bytes: Uint8Array, start: number, end: number): string =>
  trimPadding(String.fromCharCode(...bytes.subarray(start, end)))

/** The same of two bytes a character, the higher one first. */
export const wideText = (bytes: Uint8Array, start: number, end: number): string =>
  trimPadding(new TextDecoder('utf-16be').decode(bytes.subarray(start, end)))

const trimPadding = (text: string): string =>
  text.replace(/[\0 ]+$/, '').replaceAll(/[\p{Control}\p{Surrogate}]/gu, '?')

/** Label, size and date of a Primary or Supplementary Volume Descriptor (ECMA-119, 8.4 and 8.5). */
export const volumeFacts = (
  descriptor: Uint8Array,
  isWide: boolean,
): Pick<DiscImage, 'label' | 'size' | 'created'> => {
  const view = new DataView(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength)
  const label = (isWide ? wideText : latinText)(descriptor, 40, 72)
  const size = view.getUint32(80, true) * view.getUint16(128, true)
  const created = dateOf(descriptor.subarray(813, 830))
  return {
    ...(label !== '' && { label }),
    ...(size > 0 && { size }),
    ...(created !== undefined && { created }),
  }
}

/** `YYYYMMDDhhmmsscc` in digits, then the zone in quarters of an hour (ECMA-119, 8.4.26.1). */
const dateOf = (bytes: Uint8Array): string | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(latinText(bytes, 0, 16))
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, hundredth] = match
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${hundredth}0Z`)
  const quarters = new DataView(bytes.buffer, bytes.byteOffset).getInt8(16)
  return Number.isNaN(time) ? undefined : new Date(time - quarters * 15 * 60_000).toISOString()
}
