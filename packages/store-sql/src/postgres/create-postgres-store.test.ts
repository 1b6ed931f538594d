import { describeSnapshots, describeStore } from '@accession/core/testing'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

const catalog = sharedCatalog()

describeStore('postgres', catalog.openEmpty)

describeSnapshots('postgres', catalog.openEmpty)
