import { openConnection } from '../load/connection.ts'
import { createSession, getHead } from '../load/session-calls.ts'
import { openAccession } from '../servers/accession.ts'
import { startNodeProgram } from '../servers/node-program.ts'
import { disposing, sampleOf } from './context.ts'
import type { OpenGroup } from './context.ts'

/** GET of a session against what Hono needs for the same JSON without a reason. */
export const openGetSession: OpenGroup = async ({ folder, load, isQuick }) => {
  const accession = await openAccession({ folder })
  const hono = await startNodeProgram('hono')
  const bare = await startNodeProgram('bare')
  const [itemId = ''] = await accession.createItems(1)
  const connection = await openConnection(accession.origin)
  const head = getHead(accession.token, await createSession(connection, accession.token, itemId))
  connection.close()
  const get = (server: typeof hono) => () =>
    sampleOf(server, () =>
      load.run({
        kind: 'requests',
        origin: server.origin,
        connections: 64,
        heads: [head],
        durationMs: isQuick ? 200 : 2000,
        status: 200,
      }),
    )
  return {
    ...disposing([accession, hono, bare]),
    figures: [
      {
        kind: 'contest',
        title: 'GET of a session, 64 connections, by Hono’s fixed JSON',
        unit: 'GET/s',
        goal: { sense: 'at least', expected: 0.5, remarkable: 0.7 },
        ratio: 'rate',
        names: ['Accession', 'Hono'],
        sides: [get(accession), get(hono)],
      },
      {
        kind: 'contest',
        title: 'GET of a session, 64 connections, by bare node:http',
        unit: 'GET/s',
        ratio: 'rate',
        names: ['Accession', 'node:http'],
        sides: [get(accession), get(bare)],
      },
    ],
  }
}
