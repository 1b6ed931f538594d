import type { Checksum } from '../../ports/entities.ts'
import type { Hashing } from '../../ports/hashing.ts'
import type { Sending } from './place.ts'

/** The bytes of a text. */
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Sends texts, one chunk each. */
export const sending = (...texts: readonly string[]): Sending => ({
  pieces: (async function* () {
    for (const text of texts) yield bytesOf(text)
  })(),
})

/** Sends a text, then fails, as a connection does that is lost. */
export const brokenSending = (text: string): Sending => ({
  pieces: (async function* () {
    yield bytesOf(text)
    throw new Error('The connection was reset')
  })(),
})

/** A sending whose bytes come when the test says so. */
export interface HeldSending extends Sending {
  readonly send: (text: string) => void
  readonly end: () => void
}

/** Sends what it is told to, when it is told to, and ends then. */
export const heldSending = (signal?: AbortSignal): HeldSending => {
  const waiting: (Uint8Array | undefined)[] = []
  let wake: (() => void) | undefined
  const put = (chunk: Uint8Array | undefined): void => {
    waiting.push(chunk)
    wake?.()
  }
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      const chunk = waiting.shift()
      if (!chunk) return
      yield chunk
    }
  }
  return {
    pieces: pieces(),
    ...(signal && { signal }),
    send: (text) => put(bytesOf(text)),
    end: () => put(undefined),
  }
}

/** The checksum of a text, as a client declares it. */
export const checksumOf = async (
  hashing: Hashing,
  text: string,
  algorithm: Checksum['algorithm'],
): Promise<{ readonly algorithm: Checksum['algorithm']; readonly checksum: string }> => {
  const digest = hashing.digest(algorithm)
  await digest.update(bytesOf(text))
  return { algorithm, checksum: await digest.hex() }
}
