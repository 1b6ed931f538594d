import { describeLibraryMoves } from '@accession/core/testing'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

const catalog = sharedCatalog()

describeLibraryMoves('postgres', async () => ({ store: await catalog.openEmpty() }))
