import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createUser } from '@accession/core'
import { testPasswords } from '@accession/core/testing'
import { readSettings, startServer } from '@accession/server'
import type { RunningServer, SettingFlags } from '@accession/server'
import type { StartedTarget } from '../../src/vitest/index.ts'
import { quietLog } from './quiet-log.ts'
import { undoing } from './undoing.ts'

/** Who signs in to a library that was started here. */
export const administrator = {
  user: 'administrator@vsphere.local',
  password: 'right and long enough',
}

const viewer = { user: 'viewer@vsphere.local', password: 'another that is long' }

/** A server in this process, on any free port. */
export const startNodeServer = (
  flags: SettingFlags,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningServer> => {
  const { user: adminUser, password: adminPassword } = administrator
  const settings = readSettings({ port: '0', adminUser, adminPassword, ...flags }, environment)
  return startServer(settings, { log: quietLog, passwords: testPasswords })
}

/** Makes the user who may only read. */
export const addViewer = async ({ world }: RunningServer): Promise<typeof viewer> => {
  const grants = [{ role: 'viewer', libraryId: null }] as const
  await createUser(world, { name: viewer.user, password: viewer.password, grants })
  return viewer
}

/** A library in this process, its data in a folder that goes with it. */
export const startNode = (flags: SettingFlags = {}): Promise<StartedTarget> =>
  undoing(async ({ defer, end }) => {
    const folder = mkdtempSync(join(tmpdir(), 'accession-conformance-'))
    defer(() => rmSync(folder, { recursive: true, force: true }))
    // One with several places for its bytes, one without.
    const blobStore = flags.store === undefined ? 'archive' : undefined
    const blobStores = blobStore && `${blobStore}=${pathToFileURL(join(folder, 'archive')).href}`
    const server = await startNodeServer({
      data: folder,
      blobStores,
      // Cases of pulls fetch from the library itself.
      fetchAllow: '127.0.0.1',
      ...flags,
    })
    defer(() => server.close())
    const secondUser = await addViewer(server)
    return {
      ...administrator,
      urls: [server.url],
      secondUser,
      blobStore,
      [Symbol.asyncDispose]: end,
    }
  })
