/** What ES2024 adds; older type libraries do not know it yet. */
interface Transferable {
  transfer?(byteLength: number): ArrayBuffer
}

const disposable = new WeakSet<Uint8Array>()

/** Says of a chunk that nobody looks at it again after whoever takes it next. */
export const markDisposable = (chunk: Uint8Array): void => {
  disposable.add(chunk)
}

/** Whether the memory of a chunk may go as soon as its bytes have been passed on. */
export const isDisposable = (chunk: Uint8Array): boolean => disposable.has(chunk)

/**
 * Gives back the memory of a chunk that was passed on, where the chunk has it for itself, as those of
 * a socket or of a file do: what waits outside of the heap for a collection is most of the memory
 * that a large transfer would take.
 */
export const letGo = (chunk: Uint8Array): void => {
  const { buffer } = chunk
  if (chunk.byteLength < buffer.byteLength || chunk.byteLength === 0) return
  ;(buffer as Transferable).transfer?.(0)
}
