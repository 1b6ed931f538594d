import { createFolderBlobStore } from '@accession/blobs/filesystem'
import { createS3BlobStore, parseS3Url } from '@accession/blobs/s3-node'
import { migrateBlobs, verifyCatalog } from '@accession/core/admin'
import { createDatabase } from '@accession/engines/postgres'
import { startS3 } from '@accession/engines/s3'
import { createPostgresStore } from '@accession/store-sql/postgres'
import { expect, it } from 'vitest'
import { createNodeLog } from '../../src/adapters/node-log.ts'
import { backUp } from '../../src/admin/back-up.ts'
import type { OpenAdmin } from '../../src/admin/open-admin.ts'
import { restore } from '../../src/admin/restore.ts'
import { sweepAll } from '../../src/admin/sweep-all.ts'
import { createWorld } from '../../src/create-world.ts'
import { createAdmin, readSettings } from '../../src/index.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { expectWhole, restoreInto, serveLoad } from './serve-load.ts'

const signal = new AbortController().signal

/** A catalog in PostgreSQL with bytes in a bucket, both empty. */
const openEngines = async () => {
  const database = await createDatabase()
  const store = await createPostgresStore({ url: database.url })
  const s3 = await startS3()
  const blobs = createS3BlobStore(parseS3Url(s3.url('library'), s3.environment))
  const settings = readSettings({}, {})
  const log = createNodeLog({ level: 'error' })
  const { world } = createWorld({ store, blobs, log, settings })
  const close = async (): Promise<void> => {
    await store.close()
    await database.drop()
    await s3[Symbol.asyncDispose]()
  }
  return { world, snapshots: store, settings, [Symbol.asyncDispose]: close } satisfies OpenAdmin
}

it(
  'a backup moves between SQLite with a folder and PostgreSQL with a bucket, byte for byte',
  { timeout: 120_000 },
  async () => {
    const { data, folder, libraryId, load, server } = await serveLoad()
    const answered = new Map(load.answered)
    {
      await using admin = await createAdmin({ data })
      await admin.backUp(folder, { signal })
    }
    await load.stop()
    server.signal('SIGTERM')

    await using engines = await openEngines()
    const { world, snapshots } = engines
    const restored = await restore(engines, folder, { signal })
    expect(restored.defects).toEqual([])
    expect((await verifyCatalog(world, snapshots, { signal })).findings).toEqual([])
    await expect(restore(engines, folder, { signal })).rejects.toMatchObject({
      id: 'accession.service.restore_not_empty',
    })

    await sweepAll(world, { signal })
    const back = temporaryFolder()
    const taken = await backUp(engines, back, { signal })
    expect(taken).toMatchObject({ copied: taken.blobs, defects: [] })
    expect(await backUp(engines, back, { signal })).toMatchObject({ copied: 0 })
    await expectWhole(await restoreInto(back), libraryId, answered)

    const moved = await createFolderBlobStore({ folder: temporaryFolder() })
    const places = { from: world.blobs, to: moved, signal }
    expect(await migrateBlobs(world, places)).toMatchObject({ copied: taken.blobs, defects: [] })
    const onFolder = { ...world, blobs: moved }
    expect((await verifyCatalog(onFolder, snapshots, { signal })).findings).toEqual([])
  },
)
