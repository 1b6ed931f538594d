import type { ByteRange } from './blob-store.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text can be the key of a blob: a UUID in lower case. */
export const isBlobId = (text: string): boolean => uuidPattern.test(text)

/** Whether a read of a blob of this size can answer the range. */
export const isRangeWithin = ({ start, end }: ByteRange, size: number): boolean =>
  Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= size
