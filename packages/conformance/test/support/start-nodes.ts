import { randomUUID } from 'node:crypto'
import { createDatabase } from '@accession/engines/postgres'
import { startS3 } from '@accession/engines/s3'
import type { SettingFlags } from '@accession/server'
import type { StartedTarget } from '../../src/vitest/index.ts'
import { addViewer, administrator, startNodeServer } from './start-node.ts'

/** Nodes that share a database and a bucket, and nothing else: each has a world of its own. */
export const startNodes = async (
  count: number,
  flags: SettingFlags = {},
): Promise<StartedTarget> => {
  const database = await createDatabase()
  const bucket = await startS3()
  const blobs = bucket.url(`conformance-${randomUUID()}`)
  const start = () => startNodeServer({ store: database.url, blobs, ...flags }, bucket.environment)
  // All at once, as a deployment does it: the schema and the first user are made by one of them.
  const servers = await Promise.all(Array.from({ length: count }, start))
  const [first] = servers
  if (!first) throw new Error('There must be a node')
  return {
    ...administrator,
    urls: servers.map(({ url }) => url),
    secondUser: await addViewer(first),
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()))
      await database.drop()
      await bucket[Symbol.asyncDispose]()
    },
  }
}
