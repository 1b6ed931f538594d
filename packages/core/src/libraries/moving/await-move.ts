import { contract } from '../../contract/contract.ts'
import { AccessionError } from '../../errors/accession-error.ts'
import type { ErrorType } from '../../errors/error-types.ts'
import { limits } from '../../limits.ts'
import { readMessage } from '../../messages/stored-message.ts'
import type { StoredError } from '../../ports/entities.ts'
import { findTask } from '../../tasks/load-task.ts'
import type { World } from '../../world.ts'

/** Before the second look at a task that somebody waits for; doubles up to the last. */
const betweenLooksMs = 100
const betweenLooksMaxMs = 1_000

/**
 * Resolves when a move is over, or has not come to its end within `limits.migrateAwaitedMs`; rejects
 * with what it failed by, as an error that `migrate` declares.
 */
export const awaitMove = async (world: World, id: string): Promise<void> => {
  let pauseMs = betweenLooksMs
  for (let waited = 0; waited < limits.migrateAwaitedMs; waited += pauseMs) {
    const task = await findTask(world, id)
    if (task?.error) throw declared(task.error)
    if (!task || task.endedAt !== null) return
    pauseMs = Math.min(2 * pauseMs, betweenLooksMaxMs)
    await world.clock.sleep(pauseMs)
  }
}

const declared = ({ type, message }: StoredError): AccessionError => {
  const { errors }: { readonly errors: readonly ErrorType[] } = contract.library.migrate
  return new AccessionError(errors.includes(type) ? type : 'ERROR', readMessage(message))
}
