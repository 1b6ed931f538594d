import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openConnection } from '../load/connection.ts'
import { headOf } from '../load/heads.ts'
import { uploadBytes } from '../load/run-job.ts'
import { addFile, createSession, endSession, uploadHead } from '../load/session-calls.ts'
import type { Figure } from '../run/figure.ts'
import { openAccession } from '../servers/accession.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import { startNodeProgram } from '../servers/node-program.ts'
import { disposing } from './context.ts'
import type { OpenGroup } from './context.ts'
import { download, endpointOf } from './download-rounds.ts'
import { uploadToBare } from './upload-rounds.ts'

const mib = 1024 * 1024
const name = 'disk.iso'

/** A file read by one, and by eight at once, against a file that is piped to the answer. */
export const openDownloads: OpenGroup = async (context) => {
  const { folder, isQuick } = context
  const bareFolder = await mkdtemp(join(folder, 'bare-'))
  const accession = await openAccession({ folder })
  const bare = await startNodeProgram('bare', [bareFolder])
  const large = (isQuick ? 8 : 1024) * mib
  const small = (isQuick ? 2 : 256) * mib
  const figures: Figure[] = []
  for (const [title, connections, size] of [
    ['1 × 1 GiB', 1, large],
    ['8 × 256 MiB', 8, small],
  ] as const) {
    const itemId = await importItem(accession, size)
    figures.push({
      kind: 'contest',
      title: `Download ${title}, by bare node:http`,
      unit: 'MB/s',
      goal: { sense: 'at least', expected: 0.9, remarkable: 1 },
      ratio: 'rate',
      names: ['Accession', 'node:http'],
      sides: [
        async () =>
          download(
            context,
            accession,
            await endpointOf(accession, itemId, name),
            connections,
            size,
          ),
        async () => {
          // Both read what was written just now, and lies in the page cache.
          await uploadToBare(context, bare, bareFolder, { files: 1, size })()
          return download(context, bare, headOf('GET', '/files/upload-0'), connections, size)
        },
      ],
    })
  }
  const removal = { [Symbol.asyncDispose]: () => rm(bareFolder, { recursive: true }) }
  return { ...disposing([removal, accession, bare]), figures }
}

const importItem = async (server: LibraryServer, size: number): Promise<string> => {
  const { origin, token } = server
  const [itemId = ''] = await server.createItems(1)
  const connection = await openConnection(origin)
  const sessionId = await createSession(connection, token, itemId)
  const target = await addFile(connection, token, sessionId, { name, size })
  const reply = await connection.exchange(uploadHead(target, token, size), {
    bytes: uploadBytes,
    size,
  })
  if (reply.status !== 200) throw new Error(`The upload was answered ${reply.status}`)
  await endSession(connection, token, sessionId, 'complete')
  connection.close()
  return itemId
}
