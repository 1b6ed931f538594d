import { archiveFrame } from './archive-frame.ts'
import { openConnection } from './connection.ts'
import type { Connection, Reply } from './connection.ts'
import type { Job, JobResult } from './jobs.ts'
import { addFile, createSession, endSession, uploadHead } from './session-calls.ts'

/** What uploads are made of; the same bytes each time cost the sender next to nothing. */
export const uploadBytes = Buffer.alloc(1024 * 1024, 'accession ')

/** Runs a job over its connections, which are opened before the clock starts. */
export const runJob = async (job: Job): Promise<JobResult> => {
  const count =
    job.kind === 'lifecycles' || job.kind === 'endedSessions' ? job.itemIds.length : job.connections
  const connections = await Promise.all(
    Array.from({ length: count }, () => openConnection(job.origin)),
  )
  const ids: string[] = []
  const latencies: number[] = []
  const begunAt = performance.now()
  const work = worker(job, ids, begunAt)
  const loop = async (connection: Connection, at: number): Promise<void> => {
    for (;;) {
      const startedAt = performance.now()
      if (!(await work(connection, at))) return
      latencies.push(performance.now() - startedAt)
    }
  }
  try {
    await Promise.all(connections.map(loop))
    const seconds = (performance.now() - begunAt) / 1000
    return { count: latencies.length, seconds, latencyMs: spread(latencies), ids }
  } finally {
    for (const connection of connections) connection.close()
  }
}

/** One turn of work on one of the connections; answers false where there is none left. */
type Work = (connection: Connection, at: number) => Promise<boolean>

const worker = (job: Job, ids: string[], begunAt: number): Work => {
  const isOver = (ms: number): boolean => performance.now() - begunAt >= ms
  let next = 0
  switch (job.kind) {
    case 'requests': {
      const { heads, count = Infinity, durationMs = Infinity } = job
      return async (connection) => {
        if (next >= count || isOver(durationMs)) return false
        const head = heads[next++ % heads.length] ?? ''
        expect(await connection.exchange(head, undefined, job.counted), job.status)
        return true
      }
    }
    case 'lifecycles':
      return async (connection, at) => {
        if (isOver(job.durationMs)) return false
        const id = await createSession(connection, job.token, job.itemIds[at] ?? '')
        await addFile(connection, job.token, id, { name: 'disk.vmdk' })
        await endSession(connection, job.token, id, 'cancel')
        await endSession(connection, job.token, id, 'delete')
        return true
      }
    case 'endedSessions':
      return async (connection, at) => {
        if (next++ >= job.count) return false
        const id = await createSession(connection, job.token, job.itemIds[at] ?? '')
        await endSession(connection, job.token, id, 'cancel')
        ids.push(id)
        return true
      }
    case 'uploads': {
      const frame = job.isArchive ? archiveFrame(job.size) : {}
      return async (connection) => {
        const head = job.heads[next++]
        if (head === undefined) return false
        const body = { bytes: uploadBytes, size: job.size, ...frame }
        expect(await connection.exchange(head, body), job.status)
        return true
      }
    }
    case 'smallFiles':
      break
  }
  return async (connection) => {
    if (next >= job.count) return false
    const file = next++
    const sessionId = job.sessionIds[file % job.sessionIds.length] ?? ''
    const spec = { name: `file-${file}`, size: job.size }
    const target = await addFile(connection, job.token, sessionId, spec)
    const head = uploadHead(target, job.token, job.size)
    expect(await connection.exchange(head, { bytes: uploadBytes, size: job.size }), 200)
    return true
  }
}

const expect = ({ status, head, body }: Reply, wanted: number): void => {
  if (status !== wanted) throw new Error(`Answered ${status}, not ${wanted}: ${head}\n${body}`)
}

const spread = (latencies: readonly number[]): JobResult['latencyMs'] => {
  const sorted = latencies.toSorted((left, right) => left - right)
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
