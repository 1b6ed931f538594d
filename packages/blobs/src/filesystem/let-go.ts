/** What ES2024 adds; older type libraries do not know it yet. */
interface Transferable {
  transfer?(byteLength: number): ArrayBuffer
}

/** Leaves a chunk that was written to whoever else has it. */
export const keep = (_chunk: Uint8Array): void => {}

/**
 * Gives back the memory of a chunk that was written, where the chunk has it for itself, as those of
 * a socket do: memory outside of the heap that waits for a collection is what a large upload adds.
 */
export const letGo = (chunk: Uint8Array): void => {
  const { buffer } = chunk
  if (chunk.byteLength < buffer.byteLength || chunk.byteLength === 0) return
  ;(buffer as Transferable).transfer?.(0)
}
