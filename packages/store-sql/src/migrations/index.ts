import { catalog } from './0001-catalog.ts'
import { blobDigest } from './0002-blob-digest.ts'
import { libraryServices } from './0003-library-services.ts'
import { task } from './0004-task.ts'
import { place } from './0005-place.ts'
import { itemTypes } from './0006-item-types.ts'
import { pull } from './0007-pull.ts'
import { publication } from './0008-publication.ts'
import { subscribing } from './0009-subscribing.ts'
import { nameEnding } from './0010-name-ending.ts'
import type { Spelling } from './spelling.ts'

/** A step of the catalog's schema; released ones never change. */
export interface Migration {
  /** Counted from 1 without gaps. */
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** All steps, first to last, as an engine spells them. */
export const migrationsIn = (spelling: Spelling): readonly Migration[] => [
  { version: 1, name: 'catalog', sql: catalog(spelling) },
  { version: 2, name: 'blob digest', sql: blobDigest(spelling) },
  { version: 3, name: 'library services', sql: libraryServices(spelling) },
  { version: 4, name: 'task', sql: task(spelling) },
  { version: 5, name: 'place', sql: place(spelling) },
  { version: 6, name: 'item types', sql: itemTypes(spelling) },
  { version: 7, name: 'pull', sql: pull(spelling) },
  { version: 8, name: 'publication', sql: publication(spelling) },
  { version: 9, name: 'subscribing', sql: subscribing(spelling) },
  { version: 10, name: 'name ending', sql: nameEnding(spelling) },
]
