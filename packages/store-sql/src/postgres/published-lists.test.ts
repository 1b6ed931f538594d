import { describePublishedLists } from '@accession/core/testing'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

const catalog = sharedCatalog()

describePublishedLists('postgres', async () => ({ store: await catalog.openEmpty() }))
