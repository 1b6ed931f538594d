import { requirePrivilege } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Task } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { maySeeTask, othersTaskPrivilege } from './may-see-task.ts'

/** The task of that id, if there is one. */
export const findTask = async (
  { store }: Pick<World, 'store'>,
  id: string,
): Promise<Task | undefined> =>
  isEntityId(id) ? (await store.find('task', { where: { id }, limit: 1 }))[0] : undefined

/**
 * The task of that id, for a caller who may see it, and so cancel it: its own user, or who holds
 * `ContentLibrary.UpdateLibrary` on its library. Throws `not_found` before `unauthorized`.
 */
export const loadTask = async (world: World, caller: Identity, id: string): Promise<Task> => {
  const task = await findTask(world, id)
  if (!task) throw accessionError('accession.task.not_found', [id])
  if (!maySeeTask(caller, task)) requirePrivilege(caller, othersTaskPrivilege, task.libraryId)
  return task
}
