import type { Identity } from '../access/caller.ts'
import type { Task } from '../ports/entities.ts'

/** Whether the caller administers everything, or at least that library. */
export const administers = (
  { grants }: Pick<Identity, 'grants'>,
  libraryId: string | null,
): boolean =>
  grants.some(
    (grant) =>
      grant.role === 'admin' && (grant.libraryId === null || grant.libraryId === libraryId),
  )

/** Whether the caller began a task, or administers the library it works on, or everything. */
export const maySeeTask = (
  caller: Identity,
  { userId, libraryId }: Pick<Task, 'userId' | 'libraryId'>,
): boolean => userId === caller.user.id || administers(caller, libraryId)
