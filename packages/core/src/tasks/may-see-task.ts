import type { Identity } from '../access/caller.ts'
import { hasPrivilege } from '../access/has-privilege.ts'
import type { Task } from '../ports/entities.ts'

/** What somebody else's task asks for, on the library that it works on or else on everything. */
export const othersTaskPrivilege = 'ContentLibrary.UpdateLibrary'

/** Whether the caller began a task, or may see and cancel those of others there. */
export const maySeeTask = (
  caller: Identity,
  { userId, libraryId }: Pick<Task, 'userId' | 'libraryId'>,
): boolean => userId === caller.user.id || hasPrivilege(caller, othersTaskPrivilege, libraryId)
