/** What one read may bring: workerd brings 4 KiB where it is not asked for more. */
const chunkBytesMax = 256 * 1024

/** The same bytes in larger chunks, each of which costs a turn of whoever passes them on. */
export const inLargeChunks = (bytes: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
  const reader = bytes.getReader({ mode: 'byob' })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read(new Uint8Array(chunkBytesMax))
        if (value && value.byteLength > 0) controller.enqueue(value)
        if (done) controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
