import type { RunningDigest } from '../ports/hashing.ts'

/** What each byte does to the rest of the division by the polynomial of Ethernet and zip. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** CRC-32 on any runtime, byte by byte. */
export const createCrc32 = (): RunningDigest => {
  let rest = 0xffffffff
  return {
    update(bytes) {
      for (const byte of bytes) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] as number)
    },
    hex: () => ((rest ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0'),
  }
}
