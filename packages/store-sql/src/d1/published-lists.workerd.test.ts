import { env } from 'cloudflare:workers'
import { describePublishedLists } from '@accession/core/testing'
import { emptyDatabase } from '../../test/empty-d1.ts'
import { createD1Store } from './create-d1-store.ts'

describePublishedLists('d1', async () => {
  await emptyDatabase(env.DATABASE)
  return { store: createD1Store({ database: env.DATABASE }) }
})
