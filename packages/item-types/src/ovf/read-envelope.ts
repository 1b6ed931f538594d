import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { createTreeBuilder } from './create-tree-builder.ts'
import type { Envelope } from './create-tree-builder.ts'

/**
 * Reads the XML of a descriptor, and stops at the first thing that is wrong with it: no UTF-8, a document
 * type, elements that are not OVF's, or more than `limits` allow.
 */
export const readEnvelope = async (bytes: AsyncIterable<Uint8Array>): Promise<Envelope> => {
  const tree = createTreeBuilder()
  const decode = createDecoder()
  let size = 0
  for await (const piece of bytes) {
    size += piece.byteLength
    if (size > limits.descriptorBytesMax)
      throw accessionError('accession.ovf.too_large', [limits.descriptorBytesMax])
    tree.write(decode(piece))
  }
  if (size === 0) throw accessionError('accession.ovf.empty', [])
  tree.write(decode(undefined))
  return tree.end()
}

/** Decodes piece after piece, the last one undefined; a byte order mark of UTF-8 is left out. */
const createDecoder = (): ((piece: Uint8Array | undefined) => string) => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first: number | undefined
  return (piece) => {
    first ??= piece?.[0]
    const text = decodeWith(decoder, piece, first)
    if (text.includes('\0'))
      throw accessionError('accession.ovf.not_unicode', ['it holds NUL characters, as UTF-16 does'])
    return text
  }
}

const decodeWith = (
  decoder: TextDecoder,
  piece: Uint8Array | undefined,
  first: number | undefined,
): string => {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
  } catch (cause) {
    const reason =
      first === 0xfe || first === 0xff
        ? 'it begins with the byte order mark of UTF-16'
        : 'it holds bytes that are none'
    throw accessionError('accession.ovf.not_unicode', [reason], { cause })
  }
}
