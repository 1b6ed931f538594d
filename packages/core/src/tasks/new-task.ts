import type { Identity } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { storedText } from '../messages/stored-message.ts'
import type { StoredMessage, Task } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** What an operation says of the task it begins. */
export interface TaskSpec {
  /** A name in `taskKinds`. */
  readonly kind: string
  /** What only one live task of the kind may work at. @default any number may */
  readonly subject?: string
  readonly operation: Pick<AnyOperation, 'service' | 'id'>
  readonly description: StoredMessage
  readonly target?: { readonly type: string; readonly id: string }
  readonly libraryId?: string
  readonly isCancelable: boolean
  readonly checkpoint: unknown
}

/**
 * The row of a new task, to be inserted by the commit of the operation that begins it; then
 * `world.runTasksSoon()` has it taken up. A subject that is being worked at shows as a taken key.
 */
export const newTask = (
  { ids, clock }: Pick<World, 'ids' | 'clock'>,
  { user }: Pick<Identity, 'user'>,
  spec: TaskSpec,
): Task => {
  const id = ids.uuid()
  const now = clock.now()
  return {
    id,
    revision: 1,
    kind: spec.kind,
    subject: spec.subject ?? id,
    service: spec.operation.service,
    operation: spec.operation.id,
    description: spec.description,
    targetType: spec.target?.type ?? null,
    targetId: spec.target?.id ?? null,
    libraryId: spec.libraryId ?? null,
    userId: user.id,
    userName: user.name,
    status: 'PENDING',
    isCancelable: spec.isCancelable,
    progressCompleted: 0,
    progressTotal: 0,
    progressMessage: storedText('accession.task.pending', []),
    checkpoint: spec.checkpoint,
    error: null,
    result: null,
    attempts: 0,
    holder: null,
    createdAt: now,
    startedAt: null,
    endedAt: null,
    dueAt: now,
    forgetAt: null,
  }
}
