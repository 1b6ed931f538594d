import { createFirstUser } from '@accession/core'
import type { World } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import { checkD1Schema } from '@accession/store-sql/d1'
import type { EdgeSettings } from './edge-settings.ts'
import type { Environment } from './environment.ts'

/** Whether the catalog is as this program needs it: with its schema, and with a first user. */
export const prepareCatalog = async (
  { DATABASE }: Environment,
  world: World,
  { adminUser: userName, adminPassword: password }: EdgeSettings,
): Promise<void> => {
  await checkD1Schema(DATABASE)
  if (password !== undefined) await createFirstUser(world, { userName, password })
  else if (!(await hasUser(world))) throw accessionError('accession.service.no_first_user', [])
}

const hasUser = async ({ store }: World): Promise<boolean> => {
  const [user] = await store.ids('user', { where: { id: { moreThan: '' } }, limit: 1 })
  return user !== undefined
}
