import { accessionError } from '../../errors/accession-error.ts'
import { referBlob } from '../../items/copy-library-item.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { blobOf } from '../publisher/local-publisher.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { fetchAndKeep } from './fetch-and-keep.ts'
import { keeping } from './fetched-files.ts'
import type { FetchTarget } from './fetched-files.ts'

/**
 * Fetches a file of a publisher and keeps it, until all of its item are there: neither a fault of
 * another file nor a node that dies has it fetched again. A large one takes several calls. Bytes of a
 * library here are shared.
 */
export const keepFetchedFile = (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
): Promise<void> =>
  target.source.publisherId === null
    ? fetchAndKeep(world, run, target, file)
    : shareAndKeep(world, run, target, file)

const shareAndKeep = (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
): Promise<void> =>
  run.advance(async () => {
    const id = blobOf(file.url)
    const where = { id, state: 'STORED' } as const
    const isThere = (await world.store.ids('blob', { where, limit: 1 })).length > 0
    if (!isThere) throw accessionError('accession.subscription.file_changed', [file.name])
    return {
      changes: [...(await keeping(world, target, file, id)), referBlob(id)],
      message: run.task.progressMessage,
    }
  })
