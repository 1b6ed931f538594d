import { malformed, truncated } from './archive-errors.ts'
import type { ByteSource } from './byte-source.ts'
import { blockBytes } from './tar-format.ts'

/**
 * Reads what comes after the first block of zeros: another one, then nothing but zeros, of which
 * tools write as many as fill their records.
 */
export const readUpToEnd = async (source: ByteSource): Promise<void> => {
  const second = await source.take(blockBytes)
  if (second.byteLength < blockBytes) throw truncated(source.taken, 'its end')
  let zeros: Uint8Array | undefined = second
  while (zeros) {
    const other = firstOther(zeros)
    if (other !== -1)
      throw malformed(source.taken - zeros.byteLength + other, 'there is more after its end')
    zeros = await source.peekNext(Number.MAX_SAFE_INTEGER)
  }
}

/** Where the first byte is that is not zero; -1 where all of them are. */
export const firstOther = (bytes: Uint8Array): number => bytes.findIndex((byte) => byte !== 0)
