import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolderBlobStore } from '@accession/blobs/filesystem'
import { sweep } from '@accession/core'
import { createSqliteStore } from '@accession/store-sql/sqlite'
import { expect } from 'vitest'
import { createNodeLog } from '../../src/adapters/node-log.ts'
import { createWorld } from '../../src/create-world.ts'
import type { ServerSettings } from '../../src/settings/server-settings.ts'

const hour = 3_600_000
const all = { where: { id: { moreThan: '' } }, limit: 100_000 } as const

/** Once everything is due and swept, there are the bytes of the items' files and no others. */
export const checkBytes = async (settings: ServerSettings): Promise<void> => {
  if (settings.store.kind !== 'sqlite' || settings.blobs.kind !== 'folder') {
    throw new TypeError('Only what is on disk outlives a crash')
  }
  const { folder } = settings.blobs
  const blobs = await createFolderBlobStore({ folder })
  await using store = await createSqliteStore({ path: settings.store.path })
  const lines: string[] = []
  const log = createNodeLog({
    level: 'error',
    isReadable: false,
    write: (text) => lines.push(text),
  })
  const { world } = createWorld({ store, blobs, log, settings })

  const stored = new Map<string, number>()
  for await (const { id, size } of blobs.list()) stored.set(id, size)
  const rows = await store.find('blob', all)
  const known = new Set(rows.map(({ id }) => id))
  expect(
    [...stored.keys()].filter((id) => !known.has(id)),
    'bytes without a row',
  ).toEqual([])

  // Sessions expire, then are forgotten, then what they held is freed, then freed once more.
  for (const later of [hour, 3 * hour, 5 * hour, 7 * hour]) {
    const clock = { ...world.clock, now: () => Date.now() + later }
    while ((await sweep({ ...world, clock })).more);
  }
  const wanted = new Map<string, number>()
  for (const { blobId, size } of await store.find('itemFile', all)) {
    if (blobId !== null) wanted.set(blobId, size)
  }
  const left = new Map<string, number>()
  for await (const { id, size } of blobs.list()) left.set(id, size)
  expect(left, 'the bytes of the files').toEqual(wanted)
  expect(new Set(await store.ids('blob', all)), 'rows of bytes').toEqual(new Set(wanted.keys()))
  expect(await readdir(join(folder, 'incoming')), 'broken writes').toEqual([])
  expect(
    lines.filter((line) => !line.includes('"level":"audit"')),
    'errors',
  ).toEqual([])
}
