import type { HeldTime } from '../traffic/held-time.ts'
import type { Place } from '../traffic/traffic.ts'

/** The bytes of a source as far as they are wanted now. */
export interface SegmentBytes extends AsyncIterable<Uint8Array> {
  readonly count: number
  /** Why they ended before they should have; undefined where they did not. */
  readonly broken: unknown
  /** The source has no more. */
  readonly isEnded: boolean
}

/** How far a segment reads its source. */
export interface SegmentBounds {
  readonly bytesMax: number
  /** Whether others are to have their turn now; asked once something has come. */
  readonly isLate: () => boolean
  readonly place: Pick<Place, 'pass'>
  readonly held: HeldTime
}

/**
 * Reads a source as far as a segment goes. One that breaks off ends with what has come, so that it is
 * kept; where nothing has come, the stream fails as the source did. At least one chunk is read, however
 * late its source began: else one that always begins late would never get on. A chunk is never cut: a segment
 * is a little larger than its bounds rather than lose what was received.
 */
export const segmentBytes = (
  chunks: AsyncIterator<Uint8Array>,
  { bytesMax, isLate, place, held }: SegmentBounds,
): SegmentBytes => {
  let count = 0
  let broken: unknown
  let isEnded = false
  async function* read(): AsyncGenerator<Uint8Array> {
    while (count === 0 || (count < bytesMax && !isLate())) {
      let next: IteratorResult<Uint8Array>
      try {
        next = await chunks.next()
      } catch (error) {
        if (count === 0) throw error
        broken = error
        return
      }
      if (next.done) {
        isEnded = true
        return
      }
      count += next.value.byteLength
      const passing = place.pass(next.value.byteLength)
      if (passing) await held.during(passing)
      yield next.value
    }
  }
  return {
    [Symbol.asyncIterator]: read,
    get count() {
      return count
    },
    get broken() {
      return broken
    },
    get isEnded() {
      return isEnded
    },
  }
}
