/** Bytes that are no text, or too many of them. */
export type TextFault = 'too large' | 'not UTF-8'

/** A small text as a whole, without a byte order mark; reads no further than is needed to refuse it. */
export const readText = async (
  bytes: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<{ readonly text: string } | { readonly fault: TextFault }> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const texts: string[] = []
  let size = 0
  for await (const piece of bytes) {
    size += piece.byteLength
    if (size > bytesMax) return { fault: 'too large' }
    const text = decode(decoder, piece)
    if (text === undefined) return { fault: 'not UTF-8' }
    texts.push(text)
  }
  const last = decode(decoder, undefined)
  return last === undefined ? { fault: 'not UTF-8' } : { text: [...texts, last].join('') }
}

/** The text of a piece, the last one undefined; NUL characters speak for UTF-16. */
const decode = (decoder: TextDecoder, piece: Uint8Array | undefined): string | undefined => {
  try {
    const text = decoder.decode(piece, { stream: piece !== undefined })
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
