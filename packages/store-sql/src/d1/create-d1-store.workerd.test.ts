import { env } from 'cloudflare:workers'
import { describeStore } from '@accession/core/testing'
import { emptyDatabase } from '../../test/empty-d1.ts'
import { createD1Store } from './create-d1-store.ts'

describeStore('d1', async () => {
  await emptyDatabase(env.DATABASE)
  return createD1Store({ database: env.DATABASE })
})
