/** Memory as direct writes need it: it begins at a block's border. */
export interface AlignedBuffers {
  /** Buffers that nobody has. */
  readonly free: number
  /** One of them, or none where all are taken. */
  take(): Buffer<ArrayBuffer> | undefined
  /** Takes it back; nobody may still be writing from it. */
  give(buffer: Buffer<ArrayBuffer>): void
}

/** A multiple of the page size of every machine we run on. */
const alignedBufferBytes = 1024 * 1024
const pageBytes = 64 * 1024

/**
 * Makes so many buffers when the first is asked for. `WebAssembly.Memory` is the one kind of memory in
 * JavaScript that promises to begin at a page's border; what is not yet used takes no memory.
 */
export const createAlignedBuffers = (count: number): AlignedBuffers => {
  let buffers: Buffer<ArrayBuffer>[] | undefined

  const make = (): Buffer<ArrayBuffer>[] => {
    const pages = (count * alignedBufferBytes) / pageBytes
    const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages })
    return Array.from({ length: count }, (_, index) =>
      Buffer.from(buffer, index * alignedBufferBytes, alignedBufferBytes),
    )
  }

  return {
    get free() {
      return buffers?.length ?? count
    },
    take: () => (buffers ??= make()).pop(),
    give: (buffer) => void buffers?.push(buffer),
  }
}
