import { startPostgres } from '@accession/engines/postgres'
import type { PostgresServer } from '@accession/engines/postgres'
import { startS3 } from '@accession/engines/s3'
import type { RunningS3 } from '@accession/engines/s3'
import { libraryApi, signIn } from '../support/library-api.ts'
import type { LibraryApi } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess, ServerVariables } from '../support/server-process.ts'

/** Server processes over one PostgreSQL and one bucket, as behind a load balancer. */
export interface Cluster extends AsyncDisposable {
  /** Where each node is; a node that was started again is in its place. */
  readonly nodes: readonly ServerProcess[]
  readonly variables: ServerVariables
  readonly postgres: PostgresServer
  readonly bucket: RunningS3
  /** Calls the node of that place, as the administrator. */
  at(place: number): LibraryApi
  /** Each call reaches the next node. */
  readonly balanced: LibraryApi
  /** Starts the node of that place anew; it must have ended. */
  startAgain(place: number): Promise<void>
}

const userName = 'administrator@vsphere.local'
const password = 'correct horse'

/** Starts all nodes at once over an empty database and an empty bucket; commits are on disk. */
export const startCluster = async (count: number): Promise<Cluster> => {
  const [postgres, bucket] = await Promise.all([startPostgres({ fsync: true }), startS3()])
  const { url } = await postgres.createDatabase()
  const variables: ServerVariables = {
    ACCESSION_STORE: url,
    ACCESSION_BLOBS: bucket.url(crypto.randomUUID()),
    ACCESSION_ADMIN_PASSWORD: password,
    ...bucket.environment,
  }
  const start = (place: number): Promise<ServerProcess> =>
    startServerProcess({ ...variables, ACCESSION_NODE_NAME: `node-${place}` })
  const nodes = await Promise.all(Array.from({ length: count }, (_, place) => start(place)))
  const [first] = nodes
  if (!first) throw new Error('There must be a node')
  const { token } = await signIn(first.url, userName, password)
  const urlAt = (place: number): URL => {
    const node = nodes[place % count]
    if (!node) throw new Error(`There is no node ${place}`)
    return node.url
  }
  let calls = 0
  return {
    nodes,
    variables,
    postgres,
    bucket,
    at: (place) => libraryApi(() => urlAt(place), token),
    balanced: libraryApi(() => urlAt(calls++), token),
    async startAgain(place) {
      nodes[place] = await start(place)
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) node.signal('SIGKILL')
      await Promise.all(nodes.map(({ exited }) => exited))
      await Promise.all([postgres.stop(), bucket[Symbol.asyncDispose]()])
    },
  }
}
