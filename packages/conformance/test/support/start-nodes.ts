import { randomUUID } from 'node:crypto'
import { createDatabase } from '@accession/engines/postgres'
import { startS3 } from '@accession/engines/s3'
import type { SettingFlags } from '@accession/server'
import type { StartedTarget } from '../../src/vitest/index.ts'
import { addViewer, administrator, startNodeServer } from './start-node.ts'
import { undoing } from './undoing.ts'

/** Nodes that share a database and a bucket, and nothing else: each has a world of its own. */
export const startNodes = (count: number, flags: SettingFlags = {}): Promise<StartedTarget> =>
  undoing(async ({ defer, end }) => {
    const database = await createDatabase()
    defer(() => database.drop())
    const bucket = await startS3()
    defer(() => bucket[Symbol.asyncDispose]())
    const blobs = bucket.url(`conformance-${randomUUID()}`)
    const archive = bucket.url(`conformance-archive-${randomUUID()}`)
    const start = async () => {
      const settings = { store: database.url, blobs, blobStores: `archive=${archive}`, ...flags }
      const server = await startNodeServer(settings, bucket.environment)
      defer(() => server.close())
      return server
    }
    // All at once, as a deployment does it: the schema and the first user are made by one of them.
    const servers = await Promise.all(Array.from({ length: count }, start))
    const [first] = servers
    if (!first) throw new Error('There must be a node')
    const secondUser = await addViewer(first)
    const urls = servers.map(({ url }) => url)
    return { ...administrator, urls, secondUser, blobStore: 'archive', [Symbol.asyncDispose]: end }
  })
