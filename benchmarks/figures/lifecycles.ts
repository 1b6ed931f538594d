import type { Figure, Sample } from '../run/figure.ts'
import { openAccession } from '../servers/accession.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import { openVcsim } from '../servers/peers.ts'
import { deleteEnded, endSessions } from './ended-sessions.ts'
import { disposing, sampleOf } from './context.ts'
import type { Context, OpenGroup } from './context.ts'

const connections = 64

/** Sessions from their creation to their deletion, durable, against vcsim and against NORMAL. */
export const openLifecycles: OpenGroup = async (context) => {
  const { folder, isQuick } = context
  const accession = await openAccession({ folder })
  const normal = await openAccession({ folder, isNormal: true })
  const parts: LibraryServer[] = [accession, normal]
  const ours = await lifecycles(context, accession)
  const figures: Figure[] = [
    {
      kind: 'contest',
      title: 'Lifecycles: what durable commits cost (FULL by NORMAL)',
      unit: 'lifecycles/s',
      goal: { sense: 'at most', expected: 1.5, remarkable: 1.2 },
      ratio: 'cost',
      names: ['durable', 'not'],
      sides: [ours, await lifecycles(context, normal)],
    },
  ]
  if (context.vcsim) {
    const vcsim = await openVcsim(context.vcsim, folder)
    parts.push(vcsim)
    figures.unshift({
      kind: 'contest',
      title: 'Lifecycles, 64 connections, by vcsim',
      unit: 'lifecycles/s',
      goal: { sense: 'at least', expected: 0.4, remarkable: 0.7 },
      ratio: 'rate',
      names: ['Accession', 'vcsim'],
      sides: [ours, await lifecycles(context, vcsim)],
    })
    const count = isQuick ? 100 : 4000
    figures.push({
      kind: 'contest',
      title: 'DELETE of an ended session, by vcsim',
      unit: 'DELETE/s',
      goal: { sense: 'at least', expected: 0.3, remarkable: 0.5 },
      ratio: 'rate',
      names: ['Accession', 'vcsim'],
      sides: [await deletes(context, accession, count), await deletes(context, vcsim, count)],
    })
  }
  return { ...disposing(parts), figures }
}

const lifecycles = async (
  { load, isQuick }: Context,
  server: LibraryServer,
): Promise<() => Promise<Sample>> => {
  const { origin, token } = server
  const itemIds = await server.createItems(connections)
  const durationMs = isQuick ? 200 : 2500
  return () =>
    sampleOf(server, () => load.run({ kind: 'lifecycles', origin, token, itemIds, durationMs }))
}

const deletes = async (
  { load }: Context,
  server: LibraryServer,
  count: number,
): Promise<() => Promise<Sample>> => {
  const itemIds = await server.createItems(connections)
  return async () => {
    const { ids } = await endSessions(load, server, itemIds, count)
    return sampleOf(server, () => deleteEnded(load, server, ids))
  }
}
