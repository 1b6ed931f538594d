import { randomUUID } from 'node:crypto'
import { createDatabase } from '@accession/engines/postgres'
import { startS3 } from '@accession/engines/s3'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createAdmin } from '../../src/index.ts'
import { signIn } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faultsOf, startLoad } from './patterned-load.ts'
import { expectWhole, password, restoreInto, serveLoad, until } from './serve-load.ts'

const signal = new AbortController().signal

/** A catalog in PostgreSQL with bytes in a bucket, both empty, as flags and as variables. */
const newEngines = async () => {
  const database = await createDatabase()
  onTestFinished(() => database.drop())
  const s3 = await startS3()
  onTestFinished(() => s3[Symbol.asyncDispose]())
  for (const [name, value] of Object.entries(s3.environment)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const flags = { store: database.url, blobs: s3.url(`library-${randomUUID()}`) }
  return { flags, variables: { ACCESSION_STORE: flags.store, ACCESSION_BLOBS: flags.blobs } }
}

it(
  'a backup moves from SQLite with a folder to PostgreSQL with a bucket and back, byte for byte',
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

    const { flags, variables } = await newEngines()
    await using admin = await createAdmin(flags, { isNew: true })
    expect((await admin.restore(folder, { signal })).defects).toEqual([])
    expect((await admin.verify({ signal })).findings).toEqual([])
    await expect(admin.restore(folder, { signal })).rejects.toThrow('is not empty')

    // There sessions go on while the next backup is taken.
    const node = await startServerProcess({ ...variables, ACCESSION_DATA: temporaryFolder() })
    onTestFinished(() => node.signal('SIGKILL'))
    const api = await signIn(node.url, 'administrator@vsphere.local', password)
    expect(await faultsOf(api, libraryId, answered)).toEqual([])
    const going = startLoad(api, libraryId, 4, 'more')
    await until(() => going.answered.size > 4)
    const more = new Map([...answered, ...going.answered])
    const back = temporaryFolder()
    const taken = await admin.backUp(back, { signal })
    expect(taken).toMatchObject({ copied: taken.blobs, defects: [] })
    expect((await admin.verify({ signal, graceMs: 0 })).findings).toEqual([])
    await going.stop()
    await expectWhole(await restoreInto(back), libraryId, more)

    const moved = temporaryFolder()
    const { copied, defects } = await admin.migrateBlobs(flags.blobs, moved, { signal })
    expect({ copied: copied > 0, defects }).toEqual({ copied: true, defects: [] })
    await using onFolder = await createAdmin({ ...flags, blobs: `file://${moved}` })
    node.signal('SIGTERM')
    await node.exited
    await onFolder.migrateBlobs(flags.blobs, moved, { signal })
    expect((await onFolder.verify({ signal, graceMs: 0 })).findings).toEqual([])
  },
)
