import { openConnection } from '../load/connection.ts'
import { createSession, getHead } from '../load/session-calls.ts'
import { openAccession } from '../servers/accession.ts'
import { startLoad } from '../servers/load-program.ts'
import { disposing } from './context.ts'
import type { OpenGroup } from './context.ts'
import { sha256Of, uploadToLibrary } from './upload-rounds.ts'

const mib = 1024 * 1024

/** How long a GET takes while four files are being received, each with its SHA-256. */
export const openLatency: OpenGroup = async (context) => {
  const { folder, load, isQuick } = context
  const accession = await openAccession({ folder })
  const uploading = startLoad()
  const [read = '', written = ''] = await accession.createItems(2)
  const connection = await openConnection(accession.origin)
  const { origin, token } = accession
  const head = getHead(token, await createSession(connection, token, read))
  connection.close()
  const batch = { files: 4, size: (isQuick ? 16 : 512) * mib }
  const sha256 = sha256Of(batch.size)
  const upload = uploadToLibrary({ ...context, load: uploading }, accession, written, batch, sha256)
  return {
    ...disposing([accession, uploading]),
    figures: [
      {
        kind: 'measurement',
        title: 'GET p99 while four uploads run, 4 connections',
        unit: 'ms',
        goal: { sense: 'at most', expected: 100, remarkable: 30 },
        async measure() {
          const uploads = upload()
          const { latencyMs, seconds } = await load.run({
            kind: 'requests',
            origin,
            connections: 4,
            heads: [head],
            durationMs: isQuick ? 50 : 2000,
            status: 200,
          })
          const sample = await uploads
          if (!isQuick && sample.seconds < seconds)
            throw new Error('The uploads had ended before the reads: nothing was measured')
          return latencyMs.p99
        },
      },
    ],
  }
}
