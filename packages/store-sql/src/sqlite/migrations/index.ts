import { migrationsIn } from '../../migrations/index.ts'
import type { Migration } from '../../migrations/index.ts'

export type { Migration } from '../../migrations/index.ts'

/**
 * All steps, first to last, for SQLite and D1. Rows of narrow tables live in their key's tree; wide
 * ones do not, since a tree of wide keys is deep.
 */
export const migrations: readonly Migration[] = migrationsIn({
  text: 'text',
  integer: 'integer',
  wide: ' strict',
  narrow: ' strict, without rowid',
})
