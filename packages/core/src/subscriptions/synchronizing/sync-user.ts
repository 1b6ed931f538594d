import type { Identity } from '../../access/caller.ts'
import type { Task } from '../../ports/entities.ts'

/** Whose task a synchronization is that the schedule began: no user has that id. */
export const scheduleUser: Pick<Identity, 'user'> = {
  user: { id: 'schedule', name: 'schedule', revision: 0 },
}

/** Who asked for what a task does; null where the schedule did. */
export const userNameOf = ({ userId, userName }: Pick<Task, 'userId' | 'userName'>) =>
  userId === scheduleUser.user.id ? null : userName
