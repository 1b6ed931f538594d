import type { Identity } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import { storedText } from '../messages/stored-message.ts'
import type { Task, UpdateSessionFile } from '../ports/entities.ts'
import { newTask } from '../tasks/new-task.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'
import { firstCheckpoint, pullKind } from './pull-checkpoint.ts'

/** The task that pulls a file, to be inserted with its row. */
export const newPull = (
  world: Pick<World, 'ids' | 'clock'>,
  caller: Identity,
  { item, library }: UpdateSessionInItem,
  { id: fileId, sessionId, name }: UpdateSessionFile,
): Task =>
  newTask(world, caller, {
    kind: pullKind,
    subject: fileId,
    operation: contract.updateSessionFile.add,
    description: storedText('accession.task.pull', [name, item.name]),
    target: { type: 'com.vmware.content.library.Item', id: item.id },
    libraryId: library.id,
    isCancelable: true,
    checkpoint: firstCheckpoint({ sessionId, fileId, name }),
  })
