import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUser } from '@accession/core'
import { readSettings, startServer } from '@accession/server'
import type { RunningServer, SettingFlags } from '@accession/server'
import { quietLog } from './quiet-log.ts'
import type { StartedTarget } from '../../src/vitest/index.ts'

const user = { user: 'administrator@vsphere.local', password: 'right and long enough' }
const secondUser = { user: 'viewer@vsphere.local', password: 'another that is long' }

/** A library in this process, with a user who may all and one who may read. */
export const startNode = async (flags: SettingFlags = {}): Promise<StartedTarget> => {
  const folder = mkdtempSync(join(tmpdir(), 'accession-conformance-'))
  const settings = readSettings(
    {
      port: '0',
      data: folder,
      adminUser: user.user,
      adminPassword: user.password,
      ...flags,
    },
    {},
  )
  const server = await startServer(settings, { log: quietLog })
  await addSecondUser(server)
  return {
    urls: [server.url],
    ...user,
    secondUser,
    async [Symbol.asyncDispose]() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const addSecondUser = ({ world }: RunningServer): Promise<string> =>
  createUser(world, {
    name: secondUser.user,
    password: secondUser.password,
    grants: [{ role: 'viewer', libraryId: null }],
  })
