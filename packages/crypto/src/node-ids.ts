import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Ids } from '@accession/core/ports'

const counterEnd = 0x1000

/** Ids by the runtime's secure chance; the UUIDs of one process or isolate grow strictly, also within a millisecond. */
export const createNodeIds = (now: () => number = Date.now): Ids => {
  let time = 0
  let counter = 0
  /** What the ids of this millisecond begin with. */
  let beginning = ''

  const goTo = (next: number, count: number): void => {
    time = next
    counter = count
    const hex = time.toString(16).padStart(12, '0')
    beginning = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
  }

  const step = (): void => {
    const current = now()
    if (current > time) goTo(current, randomInt(counterEnd / 2))
    else if (++counter === counterEnd) goTo(time + 1, 0)
  }

  return {
    uuid() {
      step()
      const count = counter.toString(16).padStart(3, '0')
      // The end of a version 4 UUID is the variant and 62 random bits, as version 7 wants them.
      return `${beginning}${count}${randomUUID().slice(18)}`
    },
    secret: () => randomBytes(32).toString('base64url'),
    fraction: () => Math.random(),
  }
}
