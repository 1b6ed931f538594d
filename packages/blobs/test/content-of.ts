import { createHash } from 'node:crypto'

/** Bytes that only this id has: up to 300 kB, some of them none. */
export const contentOf = (id: string): Buffer => {
  const digest = createHash('sha256').update(id).digest()
  const size = digest.readUInt16BE(0) * 5 - 20_000
  return size <= 0 ? Buffer.alloc(0) : Buffer.alloc(size, digest)
}
