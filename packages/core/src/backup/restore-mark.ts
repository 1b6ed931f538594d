import { accessionError } from '../errors/accession-error.ts'
import type { Setting } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** Stands while a backup is being restored: its value is the backup's id. */
export const restoreMarkId = 'restore'

/** Whether a setting is that mark. */
export const isRestoreMark = (id: string): boolean => id === restoreMarkId

/** The mark, where a restore was begun and not finished. */
export const findRestoreMark = async ({
  store,
}: Pick<World, 'store'>): Promise<Setting | undefined> =>
  (await store.find('setting', { where: { id: restoreMarkId }, limit: 1 }))[0]

/** Throws where the catalog is half restored: nobody may use it before it is whole. */
export const refuseHalfRestored = async (world: Pick<World, 'store'>): Promise<void> => {
  if (await findRestoreMark(world)) throw accessionError('accession.service.half_restored', [])
}
