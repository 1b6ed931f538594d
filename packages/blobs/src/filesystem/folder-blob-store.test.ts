import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeBlobStore } from '@accession/core/testing'
import { afterAll } from 'vitest'
import { createFolderBlobStore } from './folder-blob-store.ts'

const long = process.env['ACCESSION_TEST_LONG'] === '1'
const folder = await mkdtemp(join(tmpdir(), 'accession-blobs-'))
afterAll(async () => rm(folder, { recursive: true }))

describeBlobStore(
  'folder',
  async (place) => createFolderBlobStore({ folder: join(folder, place) }),
  {
    largeBytes: (long ? 4096 : 128) * 1024 * 1024,
    residentBytes: () => process.memoryUsage.rss(),
  },
)
