import { openConnection } from '../load/connection.ts'
import { createSession, endSession } from '../load/session-calls.ts'
import type { Figure, Sample } from '../run/figure.ts'
import { openAccession } from '../servers/accession.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import { openVcsim, startTusd } from '../servers/peers.ts'
import { disposing, sampleOf } from './context.ts'
import type { Context, OpenGroup } from './context.ts'
import { settle, uploadToTusd } from './upload-rounds.ts'

const size = 64 * 1024
const sessions = 16

/** Many small files: each is added to its session and sent, 32 at once. */
export const openSmallFiles: OpenGroup = async (context) => {
  const { folder, isQuick } = context
  const count = isQuick ? 50 : 2000
  const accession = await openAccession({ folder })
  const parts: AsyncDisposable[] = [accession]
  const ours = await smallFiles(context, accession, count)
  const figures: Figure[] = []
  if (context.vcsim) {
    const vcsim = await openVcsim(context.vcsim, folder)
    parts.push(vcsim)
    figures.push({
      kind: 'contest',
      title: '2,000 × 64 KiB, added and sent, 32 at once, by vcsim',
      unit: 'files/s',
      goal: { sense: 'at least', expected: 1.5, remarkable: 2 },
      ratio: 'rate',
      names: ['Accession', 'vcsim'],
      sides: [ours, await smallFiles(context, vcsim, count)],
    })
  }
  if (context.tusd) {
    const tusd = await startTusd(context.tusd, folder)
    parts.push(tusd)
    const sendOnly = uploadToTusd(context, tusd, { files: count, size })
    figures.push({
      kind: 'contest',
      title: '2,000 × 64 KiB, by tusd (sent only, not created)',
      unit: 'files/s',
      ratio: 'rate',
      names: ['Accession', 'tusd'],
      sides: [
        ours,
        async () => {
          const sample = await sendOnly()
          return { ...sample, count }
        },
      ],
    })
  }
  return { ...disposing(parts), figures }
}

const smallFiles = async (
  { load, folder }: Context,
  server: LibraryServer,
  count: number,
): Promise<() => Promise<Sample>> => {
  const { origin, token } = server
  const itemIds = await server.createItems(sessions)
  return async () => {
    const connection = await openConnection(origin)
    const sessionIds: string[] = []
    for (const itemId of itemIds) sessionIds.push(await createSession(connection, token, itemId))
    await settle(folder)
    const sample = await sampleOf(server, () =>
      load.run({ kind: 'smallFiles', origin, token, sessionIds, connections: 32, count, size }),
    )
    for (const id of sessionIds) {
      await endSession(connection, token, id, 'cancel')
      await endSession(connection, token, id, 'delete')
    }
    connection.close()
    return sample
  }
}
