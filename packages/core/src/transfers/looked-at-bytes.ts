import { limits } from '../limits.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { World } from '../world.ts'

/** What reading all bytes of a blob has shown, and until when that is taken for true. */
interface Look {
  readonly areRight: boolean
  readonly until: number
}

/** What to do about a read: pass the bytes on as they are, look at them on the way, or refuse it. */
export type Caution = 'none' | 'look' | 'refuse'

const looks = new WeakMap<BlobStore, Map<string, Look>>()

type Place = Pick<World, 'blobs' | 'clock'>

/** Remembers what a look at all bytes of a blob has shown; nothing of it is stored. */
export const rememberLook = ({ blobs, clock }: Place, id: string, areRight: boolean): void => {
  const known = looks.get(blobs) ?? new Map<string, Look>()
  looks.set(blobs, known)
  // The newest stand last.
  known.delete(id)
  const { rightBytesTrustedMs, wrongBytesRefusedMs } = limits
  const until = clock.now() + (areRight ? rightBytesTrustedMs : wrongBytesRefusedMs)
  known.set(id, { areRight, until })
  const [oldest] = known.keys()
  if (known.size > limits.looksRememberedMax && oldest !== undefined) known.delete(oldest)
}

/**
 * What the last look asks for. Wrong bytes are looked at again after a while, as they may have been
 * brought back from a backup; until they were right no part of them is handed out, as a part cannot
 * be looked at.
 */
export const cautionOf = ({ blobs, clock }: Place, id: string, isWhole: boolean): Caution => {
  const look = looks.get(blobs)?.get(id)
  const isOver = !look || clock.now() >= look.until
  if (look && !look.areRight) return isWhole && isOver ? 'look' : 'refuse'
  return isWhole && isOver ? 'look' : 'none'
}
