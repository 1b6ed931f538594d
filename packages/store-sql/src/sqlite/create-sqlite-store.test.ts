import { describeStore } from '@accession/core/testing'
import { createSqliteStore } from './create-sqlite-store.ts'

describeStore('sqlite in memory', () => createSqliteStore({ path: ':memory:' }))
