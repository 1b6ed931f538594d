import { describeTasks } from '@accession/core/testing'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

const catalog = sharedCatalog()

describeTasks('postgres', async () => ({ store: await catalog.openEmpty() }))
