import type { Ids } from '../ports/ids.ts'

/** Ids and secrets that count up from 1: the same in every run. */
export const createTestIds = (): Ids => {
  let made = 0
  return {
    uuid: () => `01990000-0000-7000-9000-${(++made).toString(16).padStart(12, '0')}`,
    secret: () => `secret${(++made).toString(36).padStart(37, '0')}`,
    fraction: () => 0.5,
  }
}
