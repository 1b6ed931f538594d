import { catalog } from './0001-catalog.ts'
import { blobDigest } from './0002-blob-digest.ts'

/** A step of the catalog's schema; released ones never change. */
export interface Migration {
  /** Counted from 1 without gaps. */
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** All steps, first to last. */
export const migrations: readonly Migration[] = [
  { version: 1, name: 'catalog', sql: catalog },
  { version: 2, name: 'blob digest', sql: blobDigest },
]
